// A draft of source code in this browser's localStorage. Where storage is refused, nothing is kept.

export class Draft {
  /** ``key`` names the draft; ``place`` is the element that says what became of it. */
  constructor(key, place) {
    this.key = `draft:${key}`;
    this.place = place;
  }

  read() {
    try {
      return localStorage.getItem(this.key);
    } catch {
      return null;
    }
  }

  save(text, starter) {
    if (text === starter) return this.clear();
    if (text === this.read()) return;
    try {
      localStorage.setItem(this.key, text);
      this.note("saved");
    } catch {
      this.note("unsaved");
    }
  }

  clear() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      return;
    }
    this.note("starter");
  }

  /** Show the sentence that the page brings for ``what`` in its data attributes. */
  note(what) {
    if (!this.place) return;
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
    this.place.textContent = this.place.dataset[what].replace("{time}", time);
  }
}
