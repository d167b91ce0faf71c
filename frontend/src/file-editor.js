// Where a problem is written: every Python file in an editor of its own. What the form sends are the textareas.
import { openEditor } from "./code-editor.js";

/** Save with Ctrl-S or Cmd-S, through the form's own button. */
function enableSaveKey(form) {
  form.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key !== "s") return;
    event.preventDefault();
    form.querySelector("button.main[type=submit]").click();
  });
}

/** Put editors in the place of a form's Python files. */
export function openFiles(form) {
  for (const area of form.querySelectorAll("textarea[data-python]")) {
    const view = openEditor(area, area.value, [], (text) => (area.value = text));
    for (const label of area.labels) label.addEventListener("click", () => view.focus());
  }
  enableSaveKey(form);
}
