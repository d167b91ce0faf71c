// What only a sitting has: the clock, and answers in words that are saved as they are written. The page works
// without it: then the end is written as a time, and a button saves.
import { Draft } from "./draft.js";

const SAVE_AFTER_MS = 400;
const GRACE_MS = 2000;
const SOON_SECONDS = 300;

const two = (number) => String(number).padStart(2, "0");

function inWords(seconds) {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** Count down by the server's clock: only the time that has passed here is taken from this machine. */
function startClock(place) {
  const left = place.querySelector("[data-left]");
  if (!left) return;
  const voice = document.getElementById("announcements");
  const start = performance.now();
  const total = Number(place.dataset.ends) - Number(place.dataset.now);
  const tick = () => {
    const seconds = Math.max(0, Math.round(total - (performance.now() - start) / 1000));
    left.textContent = inWords(seconds);
    place.classList.toggle("soon", seconds <= SOON_SECONDS);
    if (voice && seconds === SOON_SECONDS) voice.textContent = left.dataset.soon;
    if (seconds > 0) return;
    clearInterval(timer);
    left.textContent = left.dataset.up;
    // The page says by itself that everything was handed in, once the last save is through.
    setTimeout(() => window.location.reload(), GRACE_MS);
  };
  const timer = setInterval(tick, 1000);
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
  let timer;
  const save = () => draft.save(area.value, "");
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
  if (!area.dataset.refused) {
    const text = draft.open();
    if (text !== null && text !== area.value) area.value = text;
    if (draft.other) draft.onOther(draft.other);
    if (text !== null) save();
  }
  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER_MS);
  });
  window.addEventListener("pagehide", () => {
    save();
    draft.send(true);
  });
}

for (const place of document.querySelectorAll("[data-clock]")) startClock(place);
for (const area of document.querySelectorAll("textarea[data-answer]")) keepAnswer(area);
