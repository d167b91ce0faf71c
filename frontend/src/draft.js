// A draft of source code in this browser's localStorage. Where storage is refused, nothing is kept.

const nameOf = (key) => `draft:${key}`;

export class Draft {
  /** ``key`` names the draft; ``place`` is the element that says what became of it. */
  constructor(key, place) {
    this.name = nameOf(key);
    this.place = place;
  }

  read() {
    try {
      return localStorage.getItem(this.name);
    } catch {
      return null;
    }
  }

  save(text, starter) {
    if (text === starter) return this.clear();
    if (text === this.read()) return;
    try {
      localStorage.setItem(this.name, text);
      this.note("saved");
    } catch {
      this.note("unsaved");
    }
  }

  clear() {
    try {
      localStorage.removeItem(this.name);
    } catch {
      return;
    }
    this.note("starter");
  }

  /** Take over the draft ``key``, which somebody wrote before signing in, unless there is one already. */
  adopt(key) {
    try {
      const written = localStorage.getItem(nameOf(key));
      if (written === null || this.read() !== null) return;
      localStorage.setItem(this.name, written);
      localStorage.removeItem(nameOf(key));
    } catch {
      // No storage, or a full one: the draft stays where it is.
    }
  }

  /** Show the sentence that the page brings for ``what`` in its data attributes. */
  note(what) {
    if (!this.place) return;
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
    this.place.textContent = this.place.dataset[what].replace("{time}", time);
  }
}
