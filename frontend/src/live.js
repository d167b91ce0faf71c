// Keeps a page that follows a submission honest about its connection. htmx asks every second, whatever became of
// the last answer; each answer replaces the part with the messages, so that they go when an answer comes.
import htmx from "htmx.org";

const WORDS = { 401: "signed-out", 404: "gone" };

/** Say why no answer came: the sentences are in the page. */
function tell(event, which) {
  const place = event.target.closest?.("[data-live]");
  if (!place) return;
  for (const note of place.querySelectorAll("[data-live-note]")) note.hidden = note.dataset.liveNote !== which;
}

/** Ask at once when there is reason to think that an answer is to be had again. */
function wake() {
  for (const place of document.querySelectorAll("[data-live]")) htmx.trigger(place, "wake");
}

export function enableLive() {
  const { body } = document;
  for (const name of ["htmx:sendError", "htmx:timeout"]) body.addEventListener(name, (event) => tell(event, "lost"));
  body.addEventListener("htmx:responseError", (event) => tell(event, WORDS[event.detail.xhr.status] ?? "lost"));
  window.addEventListener("online", wake);
  window.addEventListener("pageshow", (event) => event.persisted && wake());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake());
}
