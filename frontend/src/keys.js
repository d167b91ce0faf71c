// Keys for reading: space reveals the next part, j and k (or the arrows) move, slash goes to the search.
// Every key has a visible control that does the same.

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

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TYPING)) return;
  if (event.key === "/") {
    const search = document.querySelector("[type=search]");
    if (search) event.preventDefault();
    search?.focus();
  } else if (event.key === "j" || event.key === "ArrowRight") goTo("next");
  else if (event.key === "k" || event.key === "ArrowLeft") goTo("prev");
  else if (event.key === " " && !event.target.closest("a, button, [role=button]")) {
    if (revealNext()) event.preventDefault();
  }
}

export function enableKeys() {
  document.addEventListener("keydown", onKey);
}
