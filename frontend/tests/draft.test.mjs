// What becomes of a draft when pages go and networks fail: the real class on a browser of a few lines.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

const kept = new Map();
let site, tab;

/** A server with one text, by the rules of ``judge.drafts.save_draft``. */
class Site {
  constructor(source, revision) {
    Object.assign(this, { source, revision, saves: [], answers: [], pasted: 0 });
  }

  /** Take a save; ``answers`` holds what comes in the place of the next answers: a status, or "lost". */
  async take(body) {
    const [source, revision] = [body.get("source"), Number(body.get("revision"))];
    const conflict = this.revision !== revision && this.source !== source;
    this.saves.push(source);
    const answer = this.answers.shift();
    if (answer === "away") throw new TypeError("Failed to fetch");
    if (typeof answer === "number") return { ok: false, status: answer };
    if (!conflict && this.source !== source) {
      Object.assign(this, { source, revision: this.revision + 1, pasted: this.pasted + Number(body.get("pasted")) });
    }
    if (answer === "unheard") throw new TypeError("Failed to fetch");
    await answer;
    return { ok: true, status: 200, json: async () => ({ conflict, source: this.source, revision: this.revision }) };
  }
}

const storage = (map) => ({
  getItem: (name) => map().get(name) ?? null,
  setItem: (name, text) => map().set(name, text),
  removeItem: (name) => map().delete(name),
});

globalThis.window = {
  localStorage: storage(() => kept),
  sessionStorage: storage(() => tab),
  location: { reload: mock.fn() },
  addEventListener: (name, hear) => (window[name] = hear),
};
globalThis.document = { cookie: "csrftoken=t", documentElement: { lang: "en" } };
globalThis.fetch = (address, { body }) => site.take(body);
const { Draft } = await import("../src/draft.js");

/** A page that opens: the draft, and what its editor shows. */
function page() {
  const draft = new Draft("7:problem", { dataset: {} }, { address: "/draft/", kept: site.revision ? { ...site } : null });
  return { draft, type: draft.watch("starter"), shown: draft.open() };
}

/** The page goes, with all that it would have done. */
function leave() {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
}

/** Let so much time pass, in steps, so that what is answered may go on. */
async function pass(milliseconds) {
  for (let step = 0; step < milliseconds; step += 100) {
    mock.timers.tick(100);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

beforeEach(() => {
  kept.clear();
  tab = new Map();
  site = new Site("", 0);
  leave();
});

test("who never pauses is saved in this browser and on the server all the same", async () => {
  const { type } = page();
  for (let letter = 1; letter <= 70; letter++) {
    type("x".repeat(letter));
    await pass(100);
  }
  assert.ok(kept.get("draft:7:problem").length > 60);
  assert.ok(site.source.length > 30);
  assert.ok(site.saves.length < 5);
  await pass(3000);
  assert.equal(site.source.length, 70);
});

test("what was written while the network was away is sent by the next page", async () => {
  site.answers = ["away"];
  page().type("offline");
  await pass(3000);
  assert.equal(site.source, "");
  const { shown } = page();
  await pass(3000);
  assert.deepEqual([shown, site.source], ["offline", "offline"]);
});

test("what is written while a save is on its way follows it when the page goes", async () => {
  const { type } = page();
  site.answers = [new Promise(() => {})]; // its answer is never heard
  type("first");
  await pass(2500);
  type("first, second");
  window.pagehide();
  await pass(100);
  assert.equal(site.source, "first, second");
  const next = page();
  assert.deepEqual([next.shown, next.draft.other], ["first, second", null]);
});

test("a save of one's own that nobody heard of is no other text", async () => {
  site.answers = ["unheard"];
  page().type("first");
  await pass(2500);
  assert.equal(site.source, "first");
  kept.set("draft:7:problem", "first, second"); // kept as the page went
  const next = page();
  assert.deepEqual([next.shown, next.draft.other], ["first, second", null]);
  await pass(2500);
  assert.equal(site.source, "first, second");
});

test("a text that came from elsewhere is asked about, and nothing is sent before", async () => {
  page().type("mine");
  await pass(3000);
  site.answers = ["away"];
  const { type } = page();
  type("mine, too");
  await pass(3000);
  leave();
  Object.assign(site, { source: "theirs", revision: site.revision + 1, saves: [] });
  const next = page();
  await pass(9000);
  assert.deepEqual([next.shown, next.draft.other.source, site.saves], ["mine, too", "theirs", []]);
  next.draft.settle("mine, too", "starter");
  await pass(2500);
  assert.equal(site.source, "mine, too");
});

test("what was sent and changed elsewhere since is shown as it is there", async () => {
  page().type("mine");
  await pass(3000);
  Object.assign(site, { source: "theirs", revision: site.revision + 1 });
  const next = page();
  assert.deepEqual([next.shown, next.draft.other], ["theirs", null]);
});

test("what is left is finished before it is handed in, or it is said that it cannot be", async () => {
  const left = async () => {
    const draft = new Draft("7:problem", { dataset: {} }, { address: "/draft/" });
    const both = await Promise.all([draft.finish(), draft.finish()]); // as the page opens, and as it is handed in
    return both[1];
  };
  assert.equal(await left(), true);
  assert.deepEqual(site.saves, []);
  site.answers = ["unheard", "away", "away"];
  page().type("all of it");
  await pass(2500);
  leave();
  kept.set("draft:7:problem", "all of it, really");
  assert.equal(await left(), false);
  assert.equal(await left(), true);
  assert.equal(site.source, "all of it, really");
  kept.set("draft-base:7:problem", "0 unsent");
  Object.assign(site, { source: "theirs", revision: site.revision + 1 });
  assert.equal(await left(), false);
  assert.equal(site.source, "theirs");
});

test("a save that comes too late leads to the page that says so", async () => {
  site.answers = [409];
  page().type("late");
  await pass(2500);
  assert.equal(window.location.reload.mock.callCount(), 1);
});

test("a text of another tab is asked about, though this browser sent it", async () => {
  page().type("both");
  await pass(2500);
  const first = page();
  const firstTab = tab;
  tab = new Map();
  const second = page();
  site.answers = [new Promise(() => {})];
  second.type("both, and twenty minutes more");
  await pass(500);
  window.pagehide(); // it is closed, and hears nothing any more
  await pass(100);
  assert.equal(site.source, "both, and twenty minutes more");
  tab = firstTab;
  first.type("both!");
  await pass(9000);
  assert.deepEqual([first.draft.other.source, site.source], Array(2).fill("both, and twenty minutes more"));
});

test("a paste is told once, whatever is heard, and after a reload", async () => {
  const { draft, type } = page();
  site.answers = ["unheard"];
  draft.pasted += 300;
  type("p".repeat(300));
  await pass(2500);
  type("p".repeat(301));
  await pass(9000);
  assert.deepEqual([site.source.length, site.pasted], [301, 300]);
  site.answers = ["away"];
  draft.pasted += 50;
  type("p".repeat(351));
  await pass(2500);
  leave();
  page();
  await pass(2500);
  assert.deepEqual([site.source.length, site.pasted], [351, 350]);
});

test("what was reset while the network was away does not come back", async () => {
  page().type("written");
  await pass(2500);
  const { type } = page();
  site.answers = ["away"];
  type("starter");
  await pass(2500);
  leave();
  const next = page();
  assert.deepEqual([next.shown, site.source], ["starter", "written"]);
  await pass(2500);
  assert.deepEqual([site.source, kept.get("draft:7:problem")], ["starter", undefined]);
});

test("a page that comes back as it was left knows what another one sent for it", async () => {
  const { draft, type } = page();
  site.answers = ["away"];
  type("offline");
  await pass(2500);
  await new Draft("7:problem", { dataset: {} }, { address: "/draft/" }).finish();
  window.pageshow({ persisted: true });
  await pass(9000);
  type("offline, and back");
  await pass(2500);
  assert.deepEqual([draft.other, site.saves], [null, ["offline", "offline", "offline, and back"]]);
});

test("what another tab sends for a page that is written on is no other text", async () => {
  const { draft, type } = page();
  const own = tab;
  type("as it is");
  await pass(500);
  tab = new Map();
  await new Draft("7:problem", { dataset: {} }, { address: "/draft/" }).finish(); // the list of items is opened there
  tab = own;
  type("as it is typed");
  await pass(9000);
  assert.deepEqual([draft.other, site.source], [null, "as it is typed"]);
});

test("an older text that somebody goes back to elsewhere is asked about", async () => {
  const { draft, type } = page();
  for (const text of ["first", "second"]) {
    type(text);
    await pass(2500);
  }
  Object.assign(site, { source: "first", revision: site.revision + 1 }); // chosen in another window
  type("second, and on");
  await pass(2500);
  assert.deepEqual([draft.other?.source, site.source], ["first", "first"]);
});

test("a screen reader is told of the first save, of one that was asked for, of trouble and its end, not of every save", () => {
  const said = [];
  const voice = { set textContent(words) { if (words) said.push(words); } };
  globalThis.document.getElementById = () => voice;
  globalThis.requestAnimationFrame = (act) => act();
  const draft = new Draft("7:problem", { dataset: { saved: "kept", stored: "saved", lost: "away" } }, null);
  const note = (...all) => {
    said.length = 0;
    all.forEach((what) => draft.note(what));
    return [...said];
  };
  assert.deepEqual(note("saved", "stored", "saved", "stored"), ["kept"]);
  assert.deepEqual(note("saved", "lost", "saved", "lost", "stored", "saved", "stored"), ["away", "saved"]);
  draft.isAsked = true;
  assert.deepEqual(note("saved", "stored", "stored"), ["saved"]);
});
