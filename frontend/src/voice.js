// What screen readers say by themselves. It stands in one region that stays on the page: few readers speak of a
// region that comes with an answer, and none is to speak of every answer.

const said = new Map(); // by the id of the part that it was said of

export function say(words) {
  const voice = document.getElementById("announcements");
  if (!voice) return;
  voice.textContent = ""; // or the same sentence would be said once alone
  requestAnimationFrame(() => (voice.textContent = words));
}

/** What an element says, in one line. */
export const wordsOf = (element) => element.textContent.replace(/\s+/g, " ").trim();

/** Say what is new in a part that an answer brought: the text that it marks for this. */
export function sayNews(part) {
  const words = [...part.querySelectorAll("[data-said]")].map(wordsOf).join(" ");
  if (said.get(part.id) === words) return;
  said.set(part.id, words);
  if (words) say(words);
}

let stage = null;

/** Say a submission's new stage, and keep the tab's title true. */
export function followStage() {
  const place = document.querySelector("[data-stage]");
  if (!place || place.dataset.stage === stage) return;
  stage = place.dataset.stage;
  say(stage);
  document.title = place.dataset.title ?? document.title;
}
