// What a browser keeps for the site, and for one tab. Either may be refused, or full.

class Store {
  constructor(kind) {
    this.kind = kind;
  }

  /** What is kept under ``name``; null where nothing is, or may be. */
  read(name) {
    try {
      return window[this.kind].getItem(name);
    } catch {
      return null;
    }
  }

  /** Keep ``text``, or with null forget what was there; whether that was done. */
  write(name, text) {
    try {
      if (text === null) window[this.kind].removeItem(name);
      else window[this.kind].setItem(name, text);
      return true;
    } catch {
      return false;
    }
  }
}

export const browser = new Store("localStorage");
export const tab = new Store("sessionStorage");
