// Turns the source textarea into a Python editor. The textarea stays the form's field: without this
// script the form works as it is. The draft is kept in the browser until it is sent.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import {
  drawSelection, dropCursor, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers,
} from "@codemirror/view";
import { Draft } from "./draft.js";
import { look } from "./editor-look.js";

const SAVE_AFTER_MS = 400;

/** Submit with Ctrl-Enter or Cmd-Enter through the form's own button, so that it is checked as usual. */
const submitKey = (form) => ({
  key: "Mod-Enter",
  run: () => {
    form.requestSubmit();
    return true;
  },
});

function extensions(area, form, onChange) {
  return [
    EditorView.cspNonce.of(area.dataset.nonce),
    lineNumbers(), highlightActiveLineGutter(), highlightActiveLine(), history(), drawSelection(), dropCursor(),
    indentUnit.of("    "), EditorState.tabSize.of(4), indentOnInput(),
    bracketMatching(), closeBrackets(), autocompletion(), highlightSelectionMatches(), python(), look,
    keymap.of([
      submitKey(form), ...closeBracketsKeymap, ...completionKeymap, ...searchKeymap, ...historyKeymap,
      ...defaultKeymap, indentWithTab,
    ]),
    EditorView.contentAttributes.of({
      "aria-labelledby": area.dataset.labelledby, "aria-describedby": area.dataset.describedby,
    }),
    EditorView.updateListener.of((update) => update.docChanged && onChange(update.state.doc.toString())),
  ];
}

function replaceText(view, text) {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
  view.focus();
}

/** A chosen file is shown in the editor, and sent from there. */
function takeFiles(view, input) {
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (!file) return;
    replaceText(view, (await file.text()).replace(/\r\n?/g, "\n"));
    input.value = "";
  });
}

/** Put an editor in the place of the textarea ``area``. */
function mount(area) {
  const form = area.form;
  const draft = new Draft(area.dataset.draft, form.querySelector("[data-draft-note]"));
  const starter = JSON.parse(document.getElementById(area.dataset.starter).textContent);
  const restored = area.dataset.keep === "yes" ? null : draft.read();
  let timer;
  const onChange = (text) => {
    area.value = text;
    clearTimeout(timer);
    timer = setTimeout(() => draft.save(text, starter), SAVE_AFTER_MS);
  };
  const view = new EditorView({
    state: EditorState.create({ doc: restored ?? area.value, extensions: extensions(area, form, onChange) }),
  });
  area.value = view.state.doc.toString();
  form.classList.add("enhanced");
  area.hidden = true;
  area.after(view.dom);
  if (restored !== null) draft.note("restored");
  form.addEventListener("submit", () => (area.value = view.state.doc.toString()));
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    const question = form.querySelector("[data-confirm]").dataset.confirm;
    if (view.state.doc.toString() !== starter && !window.confirm(question)) return;
    replaceText(view, starter);
    draft.clear();
  });
  takeFiles(view, form.querySelector("[data-editor-file]"));
  window.addEventListener("pagehide", () => draft.save(view.state.doc.toString(), starter));
}

for (const area of document.querySelectorAll("textarea[data-editor]")) mount(area);
