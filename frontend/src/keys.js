// Keys for reading: space reveals the next part, j and k (or the arrows) move, slash goes to the search.
// A control with data-key is pressed by that key. Every key has a visible control that does the same, and the foot
// of every page a switch that turns the keys off: who speaks to the browser presses them by chance.

const TYPING = "input, textarea, select, [contenteditable], .cm-editor";
const BEING_COMPOSED = 229; // what Safari says of the key that ends it: there it composes no more
const PRESSED_BY_SPACE = "a, button, summary, [role=button], [tabindex='0']"; // what scrolls goes on by it

const root = document.documentElement;
const areOff = () => root.dataset.keys === "off";

const goTo = (rel) => document.querySelector(`a[rel=${rel}]`)?.click();

/** Whether the arrows belong to a block that they scroll sideways: a program, a table, a formula. */
function scrollsSideways(element) {
  for (let place = element; place && place !== document.body; place = place.parentElement) {
    const scrolls = /auto|scroll/.test(getComputedStyle(place).overflowX);
    if (scrolls && place.scrollWidth > place.clientWidth) return true;
  }
  return false;
}

/** Open the next closed part, and go on from there; false when all are open. */
function revealNext() {
  const part = document.querySelector("details[data-reveal]:not([open])");
  if (!part) return false;
  part.open = true;
  const body = part.querySelector(".body");
  body.tabIndex = -1;
  body.focus({ preventScroll: true });
  part.scrollIntoView({ block: "nearest" });
  return true;
}

/** Press the control that the key belongs to; false when there is none. */
function press(key) {
  const control = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  control?.click();
  return Boolean(control);
}

function onKey(event) {
  if (event.isComposing || event.keyCode === BEING_COMPOSED) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.closest("form[data-attempt]")?.requestSubmit();
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TYPING) || areOff()) return;
  if (event.key.startsWith("Arrow") && scrollsSideways(event.target)) return;
  if (event.key === "/") {
    const search = document.querySelector("[type=search]");
    event.preventDefault();
    if (search) search.focus();
    else document.querySelector("a[data-search]")?.click();
  } else if (event.key === "j" || event.key === "ArrowRight") goTo("next");
  else if (event.key === "k" || event.key === "ArrowLeft") goTo("prev");
  else if (event.key === " " && !event.target.closest(PRESSED_BY_SPACE)) {
    if (press(event.key) || revealNext()) event.preventDefault();
  } else if (!event.repeat && /^[a-z0-9]$/i.test(event.key)) press(event.key.toLowerCase());
}

/** The switch is kept in a cookie, as the theme's is: the server writes it into the page. */
function enableSwitch(button) {
  const show = () => button.setAttribute("aria-checked", String(!areOff()));
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.keys = areOff() ? "on" : "off";
    document.cookie = `keys=${root.dataset.keys}; path=/; max-age=31536000; samesite=lax`;
    show();
  });
  show();
}

export function enableKeys() {
  document.addEventListener("keydown", onKey);
  const button = document.querySelector("[data-keys-switch]");
  if (button) enableSwitch(button);
}
