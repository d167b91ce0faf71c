// A draft of source code: in this browser's localStorage at once, and on the server a moment later where
// somebody is signed in. Where storage is refused or the server does not answer, the other one keeps it.

import { browser } from "./storage.js";
import { token } from "./token.js";

const nameOf = (key) => `draft:${key}`;
const baseOf = (key) => `draft-base:${key}`;
const SEND_AFTER_MS = 1500;
const SEND_AGAIN_MS = 5000;
const WHY_NOT = { 401: "signedOut", 403: "refused" };

/** Keep what is typed into a field in this browser alone; what the page brings comes before what was kept. */
export function keepField(field, key) {
  const name = `field:${key}`;
  field.value ||= browser.read(name) ?? "";
  field.addEventListener("input", () => browser.write(name, field.value));
}

export class Draft {
  /**
   * ``key`` names the draft; ``place`` is the element that says what became of it. ``server`` is null, or has
   * the address to send to and ``kept``: what the server has (null when it has nothing).
   */
  constructor(key, place, server) {
    this.key = key;
    this.name = nameOf(key);
    this.base = baseOf(key);
    this.place = place;
    this.server = server;
    this.revision = server?.kept?.revision ?? 0;
    this.onOther = () => {};
    this.other = null;
    this.pasted = 0;
  }

  /** Count the characters that come into ``place`` by pasting or dropping; they are told with the next save. */
  countPastes(place) {
    const count = (data) => (this.pasted += data?.getData("text").length ?? 0);
    let moved = false; // within the place, which brings nothing in
    place.addEventListener("dragstart", () => (moved = true));
    place.addEventListener("dragend", () => (moved = false));
    place.addEventListener("paste", (event) => count(event.clipboardData), { capture: true });
    place.addEventListener("drop", (event) => moved || count(event.dataTransfer), { capture: true });
  }

  /** The text to open with. What another window saved meanwhile, if that is not the same, is ``other``. */
  open() {
    const mine = browser.read(this.name);
    const kept = this.server?.kept ?? null;
    if (kept === null || mine === kept.source) return mine ?? kept?.source ?? null;
    if (mine === null) return kept.source;
    const [revision, state] = (browser.read(this.base) ?? "0 sent").split(" ");
    if (Number(revision) === kept.revision) return mine;
    if (state === "sent") return kept.source;
    this.revision = Number(revision);
    this.other = kept;
    return mine;
  }

  save(text, starter) {
    if (text !== browser.read(this.name)) {
      if (text === starter) this.forget();
      else this.keep(text);
      this.remember("unsent");
    }
    this.sendLater(text);
  }

  keep(text) {
    this.note(browser.write(this.name, text) ? "saved" : "unsaved");
  }

  forget() {
    if (browser.write(this.name, null)) this.note("starter");
  }

  remember(state, revision = this.revision) {
    if (this.server) browser.write(this.base, `${revision} ${state}`);
  }

  sendLater(text, wait = SEND_AFTER_MS) {
    if (!this.server) return;
    this.waiting = text;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  /** Send what waits; ``keepalive`` lets it be finished when the page goes. Nothing is sent while somebody is
   *  asked which of two texts to keep: the server has the only copy of the other one. */
  async send(keepalive = false) {
    clearTimeout(this.timer);
    const text = this.waiting;
    if (text === undefined || this.sending || this.other) return;
    this.sending = true;
    try {
      await this.post(text, keepalive);
    } catch {
      this.sendAgain("lost");
    } finally {
      this.sending = false;
    }
  }

  /** What was not saved for a reason that may pass is tried again, and it is said. */
  sendAgain(why) {
    this.note(why);
    this.sendLater(this.waiting, SEND_AGAIN_MS);
  }

  async post(text, keepalive) {
    const { key, pasted } = this;
    const body = new URLSearchParams({ key, source: text, revision: this.revision, pasted });
    const headers = { "X-CSRFToken": token() };
    const answer = await fetch(this.server.address, { method: "POST", headers, body, keepalive });
    if (answer.status === 429) return this.sendLater(this.waiting);
    if (answer.status === 413) return this.note("large");
    if (answer.status === 409) return this.note("over");
    if (!answer.ok) return this.sendAgain(WHY_NOT[answer.status] ?? "lost");
    this.pasted -= pasted;
    const kept = await answer.json();
    if (kept.conflict) return this.onOther((this.other = kept));
    this.revision = kept.revision;
    if (this.waiting !== text) return this.sendLater(this.waiting);
    this.waiting = undefined;
    this.remember("sent");
    this.note("stored");
  }

  /** Somebody chose ``text``, this window's or the ``other`` one: it takes the place of what the server has. */
  settle(text, starter) {
    this.revision = this.other.revision;
    this.other = null;
    this.remember("unsent");
    this.save(text, starter);
  }

  /** Take over the draft ``key``, which somebody wrote before signing in, unless there is one already. */
  adopt(key) {
    const written = browser.read(nameOf(key));
    if (written === null || browser.read(this.name) !== null) return;
    if (!browser.write(this.name, written)) return; // it stays where it is
    browser.write(nameOf(key), null);
    this.remember("unsent", 0); // it comes from nothing that the server has
  }

  /** A sentence with the time at which ``kept`` was saved. */
  sentence(words, kept) {
    const format = { dateStyle: "short", timeStyle: "short" };
    return words.replace("{time}", new Date(kept.saved_at).toLocaleString(document.documentElement.lang, format));
  }

  /** Show the sentence that the page brings for ``what`` in its data attributes, if it brings one. */
  note(what) {
    if (this.place?.dataset[what] === undefined) return;
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
    const words = this.place.dataset[what].replace("{time}", time);
    if (this.place.textContent !== words) this.place.textContent = words; // or it would be read out again
  }
}
