// Buttons that copy what is shown once: a link, a token. Without scripts they are not there, and it is selected by hand.
import { say } from "./voice.js";

export function enableCopying() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button, document.getElementById(button.dataset.copy)));
  }
}

async function copy(button, source) {
  try {
    await navigator.clipboard.writeText(source.value ?? source.textContent);
  } catch {  // there is no clipboard on a page that came by plain http
    getSelection().selectAllChildren(source);
    source.select?.();
    if (!document.execCommand("copy")) return;
  }
  button.textContent = button.dataset.copied;
  say(button.dataset.copied);
}
