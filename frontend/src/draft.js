// A draft of source code: in this browser's localStorage at once, and on the server a moment later where
// somebody is signed in. Where storage is refused or the server does not answer, the other one keeps it.

import { browser, tab } from "./storage.js";
import { token } from "./token.js";
import { say } from "./voice.js";

const nameOf = (key) => `draft:${key}`;
const baseOf = (key) => `draft-base:${key}`;
const postedOf = (key) => `draft-posted:${key}`;
const SAVE_AFTER_MS = 400;
const SEND_AFTER_MS = 1500; // the last change,
const SEND_AT_LATEST_MS = 5000; // the first one that was not sent
const SEND_AGAIN_MS = 5000;
const LOST_AFTER_MS = 20_000;
const MOST_UNHEARD = 20;
const MOST_WRITTEN = 50;
const WHY_NOT = { 401: "signedOut", 403: "refused" };
const TROUBLE = ["unsaved", "large", "lost", "signedOut", "refused"];

/** Short, to know a text again. */
function digest(text) {
  let hash = 5381;
  for (let place = 0; place < text.length; place++) hash = (Math.imul(hash, 33) ^ text.charCodeAt(place)) >>> 0;
  return `${text.length}-${hash}`;
}

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
    this.posted = postedOf(key);
    this.place = place;
    this.server = server;
    this.revision = server?.kept?.revision ?? 0;
    this.onOther = () => {};
    this.other = null;
    this.onItsWay = null;
    this.starter = null;
    this.written = [];
    this.pasted = 0;
    this.said = null;
    this.isAsked = false;
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

  /** Save changes a moment after they come, and when the page goes; what nobody changed is not saved. Returns what
   *  is to be called with the text after each change. */
  watch(starter) {
    this.starter = starter;
    let timer, text = null;
    const save = () => {
      clearTimeout(timer);
      timer = undefined;
      if (text !== null) this.save(text, starter);
      text = null;
    };
    window.addEventListener("pagehide", () => {
      save();
      this.leave();
    });
    window.addEventListener("pageshow", ({ persisted }) => persisted && this.comeBack());
    return (changed) => {
      text = changed;
      timer ??= setTimeout(save, SAVE_AFTER_MS);
    };
  }

  /** The text to open with; what the server has not is sent. What another window saved meanwhile, if that is not
   *  the same, is ``other``. */
  open() {
    const mine = browser.read(this.name);
    const kept = this.server?.kept ?? null;
    if (mine === null) return kept?.source ?? null;
    const { revision, sent, pasted } = this.origin();
    this.pasted = pasted;
    if (mine === kept?.source) this.hear();
    else if (kept !== null && sent) return kept.source;
    else if (kept === null || revision === kept.revision || this.takeOwn(kept)) this.sendLater(mine);
    else {
      this.revision = revision;
      this.other = kept;
    }
    return mine;
  }

  /** Which revision of the server's this browser's text came from, whether it was sent since, and how many
   *  characters were pasted into it that were not told. */
  origin() {
    const [revision, state, pasted] = (browser.read(this.base) ?? "0 sent").split(" ");
    return { revision: Number(revision), sent: state === "sent", pasted: Number(pasted ?? 0) };
  }

  /** What this tab has sent since it last heard that a save came through: digests, with what was told as pasted. */
  unheard() {
    return (tab.read(this.posted) ?? "").split(" ").filter(Boolean).map((entry) => entry.split(":"));
  }

  /** Take ``kept`` for what this tab's text came from if it is what this tab sent, or what this page wrote and
   *  another one sent for it; whether it is. A page may go before it hears that a save came through; another
   *  tab's text is another's. */
  takeOwn(kept) {
    const found = [...this.unheard(), ...this.written].findLast(([known]) => known === digest(kept.source));
    if (!found) return false;
    this.revision = kept.revision;
    this.pasted = Math.max(0, this.pasted - Number(found[1]));
    return true;
  }

  /** The page comes back as it was left: another one may have sent its text meanwhile. */
  comeBack() {
    const { revision, sent } = this.origin();
    if (this.waiting === undefined || browser.read(this.name) !== this.waiting) return;
    this.revision = revision;
    if (!sent) return;
    this.hear();
    this.note("stored");
  }

  /** The server has this text, whoever heard it say so. */
  hear() {
    this.waiting = undefined;
    this.pasted = 0;
    this.written = [];
    this.remember("sent");
  }

  save(text, starter) {
    this.starter = starter;
    if (text !== browser.read(this.name)) {
      this.keep(text);
      this.remember("unsent");
    }
    this.sendLater(text);
  }

  /** The starter is kept as any other text until the server has it: what was there before is not to come back. */
  keep(text) {
    const written = browser.write(this.name, text === this.starter && !this.server ? null : text);
    this.written = [...this.written, [digest(text), this.pasted]].slice(-MOST_WRITTEN);
    if (!written) this.note("unsaved");
    else this.note(text === this.starter ? "starter" : "saved");
  }

  remember(state, revision = this.revision) {
    if (this.server) browser.write(this.base, `${revision} ${state} ${this.pasted}`);
  }

  sendLater(text, wait = SEND_AFTER_MS) {
    if (!this.server) return;
    this.waiting = text;
    this.latest ??= Date.now() + SEND_AT_LATEST_MS;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), Math.min(wait, this.latest - Date.now()));
  }

  /** Send what waits; ``keepalive`` lets it be finished when the page goes. Nothing is sent while somebody is
   *  asked which of two texts to keep: the server has the only copy of the other one. */
  async send(keepalive = false) {
    clearTimeout(this.timer);
    this.latest = undefined;
    const text = this.waiting;
    if (text === undefined || this.onItsWay || this.other) return;
    this.onItsWay = { text, pasted: this.pasted };
    this.onItsWay.answered = this.post(text, keepalive).catch(() => this.sendAgain("lost"));
    await this.onItsWay.answered;
    this.onItsWay = null;
    if (this.waiting !== undefined && this.waiting !== text) this.sendLater(this.waiting);
  }

  /** The page goes: send what waits. What is on its way becomes the revision that this follows. */
  leave() {
    if (!this.onItsWay) return this.send(true);
    const { text, pasted } = this.onItsWay;
    if (this.waiting === text || this.waiting === undefined || this.other) return;
    this.ask(this.waiting, this.revision + 1, this.pasted - pasted, true).catch(() => {}); // this browser has it
  }

  /** What this browser has, and may not have sent; null where there is nothing of the kind. */
  unsent() {
    return this.origin().sent ? null : browser.read(this.name);
  }

  /** Send what an earlier page of this browser wrote and could not; whether the server has it all now. */
  async finish() {
    if (this.onItsWay) await this.onItsWay.answered;
    const mine = this.unsent();
    const { revision, pasted } = this.origin();
    if (mine === null) return true;
    if (!this.other && this.waiting === undefined) Object.assign(this, { revision, pasted });
    this.waiting = mine;
    await this.send();
    if (this.waiting !== undefined && this.revision !== revision) await this.send(); // it was its own that it met
    return this.waiting === undefined;
  }

  /** What was not saved for a reason that may pass is tried again, and it is said. */
  sendAgain(why) {
    if (this.waiting === undefined) return; // another page has sent it
    this.note(why);
    this.sendLater(this.waiting, SEND_AGAIN_MS);
  }

  ask(source, revision, pasted, keepalive) {
    const body = new URLSearchParams({ key: this.key, source, revision, pasted });
    const headers = { "X-CSRFToken": token() };
    const signal = AbortSignal.timeout(LOST_AFTER_MS);
    const unheard = [...this.unheard(), [digest(source), pasted]].slice(-MOST_UNHEARD);
    tab.write(this.posted, unheard.map((entry) => entry.join(":")).join(" "));
    return fetch(this.server.address, { method: "POST", headers, body, keepalive, signal });
  }

  async post(text, keepalive) {
    const { pasted } = this.onItsWay;
    const answer = await this.ask(text, this.revision, pasted, keepalive);
    if (answer.status === 429) return this.sendLater(this.waiting);
    if (answer.status === 413) return this.note("large");
    if (answer.status === 409) return window.location.reload(); // the time is over: the page says what became of it
    if (!answer.ok) return this.sendAgain(WHY_NOT[answer.status] ?? "lost");
    const kept = await answer.json();
    if (kept.conflict && this.takeOwn(kept)) return this.sendLater(this.waiting);
    if (kept.conflict) return this.onOther((this.other = kept));
    this.revision = kept.revision;
    this.pasted -= pasted;
    this.confirm(text, pasted);
    tab.write(this.posted, null);
    if (this.waiting !== text) return this.remember("unsent");
    this.waiting = undefined;
    this.remember("sent");
    if (text === this.starter) browser.write(this.name, null);
    this.note("stored");
  }

  /** The server has ``text``: what was written before it is as old as anybody's. */
  confirm(text, pasted) {
    const last = this.written.findLastIndex(([known]) => known === digest(text));
    this.written = this.written.slice(last + 1).map(([known, count]) => [known, count - pasted]);
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
    this.place.textContent = words;
    if (!this.isNews(what)) return;
    this.said = what;
    this.isAsked = false;
    say(words);
  }

  /** Whether screen readers say it: not every save of many, but the first, one that somebody asked for, what goes
   *  wrong, and that it goes well again. */
  isNews(what) {
    if (what === "saved") return this.said === null;
    if (what === "stored") return this.said === null || this.isAsked || TROUBLE.includes(this.said);
    return what !== this.said;
  }
}
