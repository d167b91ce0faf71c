// Keeps a page honest about its connection. A part that follows a submission asks every second, whatever became of
// the last answer; each answer replaces the part with the messages, so that they go when an answer comes. What
// becomes of a button that somebody pressed is said at the foot of the window, until the next one is pressed.
import htmx from "htmx.org";

const WORDS = { 401: "signed-out", 403: "refused", 404: "gone" };

const follows = (event) => event.target.closest?.("[data-live]");
const failures = () => document.getElementById("failures");
const notesOf = (place) => [...place.querySelectorAll("[data-live-note]")];

/** Say why no answer came: the sentences are in the page. Where it has none for this, any answer was lost. */
function tell(event, which) {
  const notes = notesOf(follows(event) ?? failures());
  const named = (name) => notes.find((note) => note.dataset.liveNote === name);
  const shown = named(which) ?? named("lost");
  for (const note of notes) note.hidden = note !== shown;
}

/** Another try: what became of the last one is no news. */
function forget(event) {
  if (!follows(event)) for (const note of notesOf(failures())) note.hidden = true;
}

/** An answer came for a part that follows something: its connection is there. One that says that nothing changed
 *  replaces no part, so its messages go here. */
function answered(event) {
  const place = follows(event);
  if (place && event.detail.successful) for (const note of notesOf(place)) note.hidden = true;
}

/** What was scrolled in a part that is replaced stays so: places by their ids. htmx does the same for the focus. */
let scrolled = [];

function keepScroll(event) {
  scrolled = follows(event)
    ? [...follows(event).querySelectorAll("[id]")].map((one) => [one.id, one.scrollLeft, one.scrollTop])
    : [];
}

function putScroll() {
  for (const [id, left, top] of scrolled) {
    if (left || top) document.getElementById(id)?.scrollTo({ left, top, behavior: "instant" });
  }
  scrolled = [];
}

/** Who stands on something that an answer replaces stands on what came in its place, or on what that marks for it: htmx
 *  finds again only what has an id and is still there. */
let stood = null;

function keepPlace({ detail }) {
  stood = detail.target.contains(document.activeElement) ? detail.target.id : null;
}

function putPlace() {
  const part = stood && document.activeElement === document.body && document.getElementById(stood);
  stood = null;
  if (!part) return;
  const place = part.querySelector("[data-landing]") ?? part;
  if (!place.matches("summary")) place.tabIndex = -1;
  place.focus({ preventScroll: true });
}

/** Ask at once when there is reason to think that an answer is to be had again. */
function wake() {
  for (const place of document.querySelectorAll("[data-live]")) htmx.trigger(place, "wake");
}

export function enableLive() {
  const { body } = document;
  for (const name of ["htmx:sendError", "htmx:timeout"]) body.addEventListener(name, (event) => tell(event, "lost"));
  body.addEventListener("htmx:responseError", (event) => tell(event, WORDS[event.detail.xhr.status] ?? "lost"));
  body.addEventListener("htmx:beforeRequest", forget);
  body.addEventListener("htmx:afterRequest", answered);
  body.addEventListener("htmx:beforeSwap", keepScroll);
  body.addEventListener("htmx:afterSwap", putScroll);
  body.addEventListener("htmx:beforeSwap", keepPlace);
  body.addEventListener("htmx:afterSwap", putPlace);
  window.addEventListener("online", wake);
  window.addEventListener("pageshow", (event) => event.persisted && wake());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake());
}
