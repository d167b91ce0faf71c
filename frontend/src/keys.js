// Keys for reading: space reveals the next part, j and k (or the arrows) move, slash goes to the search.
// A control with data-key is pressed by that key. Every key has a visible control that does the same.

const TYPING = "input, textarea, select, [contenteditable], .cm-editor";

const goTo = (rel) => document.querySelector(`a[rel=${rel}]`)?.click();

/** Open the next closed part; false when all are open. */
function revealNext() {
  const part = document.querySelector("details[data-reveal]:not([open])");
  if (!part) return false;
  part.open = true;
  part.querySelector("summary").focus({ preventScroll: true });
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
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.closest("form[data-attempt]")?.requestSubmit();
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TYPING)) return;
  if (event.key === "/") {
    const search = document.querySelector("[type=search]");
    event.preventDefault();
    if (search) search.focus();
    else document.querySelector("a[data-search]")?.click();
  } else if (event.key === "j" || event.key === "ArrowRight") goTo("next");
  else if (event.key === "k" || event.key === "ArrowLeft") goTo("prev");
  else if (event.key === " " && !event.target.closest("a, button, [role=button]")) {
    if (press(event.key) || revealNext()) event.preventDefault();
  } else if (!event.repeat && /^[a-z0-9]$/i.test(event.key)) press(event.key.toLowerCase());
}

export function enableKeys() {
  document.addEventListener("keydown", onKey);
}
