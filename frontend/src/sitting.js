// What only a sitting has: the clock, and answers in words that are saved as they are written. The page works
// without it: then the end is written as a time, and a button saves.
import { Draft } from "./draft.js";
import { say } from "./voice.js";

const ASK_EVERY_MS = 10_000;
const SOON_SECONDS = 300;
const ADDED_SECONDS = 30; // less than that is no time that somebody added
const SOON_ABOUT = 15; // later than that the sentence would be false

const two = (number) => String(number).padStart(2, "0");

function inWords(seconds) {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** Count down by the server's clock, which is asked from time to time: an interviewer may end it, or another window.
 *  In between only the time that has passed here is taken from this machine. While it sleeps
 *  one of its two clocks stands still; the other one may be set. */
function startClock(place) {
  const left = place.querySelector("[data-left]");
  if (!left) return;
  let total, start, startDate, asked = -Infinity;
  let [wasSoon, isOver, isSignedOut] = [false, false, false];
  const set = (seconds) => ([total, start, startDate] = [seconds, performance.now(), Date.now()]);
  const remaining = () => total - Math.max(performance.now() - start, Date.now() - startDate) / 1000;
  const ask = async () => {
    if (isOver || performance.now() - asked < 900) return;
    asked = performance.now();
    const answer = await fetch(place.dataset.clock).catch(() => null); // the network is away: the next one tells
    isSignedOut = answer?.status === 401 || answer?.status === 404; // for a while, perhaps
    const told = answer?.ok ? await answer.json() : null;
    if (!told || isOver) return;
    isOver = told.over;
    if (isOver) window.location.reload(); // the page says by itself what became of it
    else {
      if (told.left - remaining() > ADDED_SECONDS) say(left.dataset.more);
      set(told.left);
    }
  };
  const tick = () => {
    const seconds = Math.max(0, Math.round(remaining()));
    left.textContent = inWords(seconds);
    const isSoon = seconds <= SOON_SECONDS;
    place.classList.toggle("soon", isSoon);
    if (isSoon && !wasSoon && seconds > SOON_SECONDS - SOON_ABOUT) say(left.dataset.soon);
    wasSoon = isSoon; // where time is added it comes to be soon once more
    if (seconds > 0) return;
    left.textContent = left.dataset.up;
    if (!isSignedOut) ask(); // until the last saves are through, and it is handed in
  };
  set(Number(place.dataset.ends) - Number(place.dataset.now));
  setInterval(tick, 1000);
  setInterval(ask, ASK_EVERY_MS);
  tick();
}

/** Save an answer a moment after the last change, and when the page goes. */
function keepAnswer(area) {
  const { form } = area;
  const draft = new Draft(area.dataset.draft, form.querySelector("[data-draft-note]"), {
    address: area.dataset.keep,
    kept: JSON.parse(document.getElementById("server-draft").textContent),
  });
  const bar = form.querySelector("[data-other-bar]");
  const changed = draft.watch("");
  draft.countPastes(area);
  draft.onOther = (kept) => {
    bar.querySelector("[data-words]").textContent = draft.sentence(bar.querySelector("[data-words]").dataset.words, kept);
    const close = () => {
      bar.hidden = true;
      area.focus();
      draft.settle(area.value, "");
    };
    bar.querySelector("[data-take]").onclick = () => {
      area.value = kept.source;
      close();
    };
    bar.querySelector("[data-leave]").onclick = close;
    bar.hidden = false;
  };
  const text = draft.open();
  if (text !== null && text !== area.value) area.value = text;
  if (draft.other) draft.onOther(draft.other);
  area.addEventListener("input", () => changed(area.value));
  form.addEventListener("submit", (event) => {
    event.preventDefault(); // the page stays: what became of the save is said beside the text
    if (draft.other) return bar.querySelector("button").focus();
    draft.save(area.value, "");
    draft.isAsked = true;
    draft.send();
  });
}

/** What stands in this browser alone, from a page that went while the network was away, is sent before all is handed
 *  in. Where it cannot be, it is said beside its item, and asked. */
function enableHandIn(form) {
  const drafts = [...document.querySelectorAll("[data-item]")].map((item) => {
    const draft = new Draft(item.dataset.item, item.querySelector("[data-draft-note]"), { address: item.dataset.keep });
    draft.onOther = () => draft.note("other");
    return draft;
  });
  const finish = () => Promise.all(drafts.map((draft) => draft.finish()));
  const button = form.querySelector("button");
  let [isComplete, isBusy] = [false, false];
  form.addEventListener("submit", async (event) => {
    if (isComplete) return;
    event.preventDefault();
    if (isBusy) return;
    button.ariaBusy = isBusy = true;
    const sent = await finish();
    isComplete = sent.every(Boolean) || window.confirm(form.dataset.confirm);
    isBusy = false;
    button.ariaBusy = null;
    if (isComplete) setTimeout(() => form.requestSubmit()); // within its own submit event a form sends nothing
  });
  finish();
}

/** After the end, show what stands in this browser alone: it was written too late, or while the network was away. */
function showLeft(item) {
  const place = item.querySelector("[data-left-over]");
  const text = new Draft(item.dataset.item, null, null).unsent();
  if (text === null || text === JSON.parse(item.querySelector("script").textContent)) return;
  place.querySelector("pre").textContent = text;
  place.hidden = false;
}

for (const place of document.querySelectorAll("[data-clock]")) startClock(place);
for (const area of document.querySelectorAll("textarea[data-answer]")) keepAnswer(area);
for (const form of document.querySelectorAll("form[data-hand-in]")) enableHandIn(form);
for (const item of document.querySelectorAll("[data-over] [data-item]")) showLeft(item);
