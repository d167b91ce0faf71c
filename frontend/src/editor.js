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

/**
 * Text that comes in one piece (a dictation, an extension), or over a selection: the browser would keep the
 * look of what it replaces by inline styles, which the site's policy refuses. So it is put in from here.
 */
const plainInput = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { inputType, data, isComposing } = event;
    const place = document.getSelection();
    if (inputType !== "insertText" || isComposing || !data || !place.rangeCount) return false;
    const range = place.getRangeAt(0);
    if (range.collapsed && data.length === 1) return false;
    const from = view.posAtDOM(range.startContainer, range.startOffset);
    const to = view.posAtDOM(range.endContainer, range.endOffset);
    const insert = view.state.toText(data);
    const whole = () => view.state.update({
      changes: { from, to, insert }, selection: { anchor: from + insert.length }, scrollIntoView: true, userEvent: "input.type",
    });
    const taken = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, data, whole));
    if (!taken) view.dispatch(whole());
    return true;
  },
});

function extensions(area, form, onChange) {
  return [
    EditorView.cspNonce.of(area.dataset.nonce),
    lineNumbers(), highlightActiveLineGutter(), highlightActiveLine(), history(), drawSelection(), dropCursor(),
    indentUnit.of("    "), EditorState.tabSize.of(4), indentOnInput(),
    bracketMatching(), closeBrackets(), autocompletion(), highlightSelectionMatches(), python(), look, plainInput,
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

/** A chosen file is shown in the editor, and sent from there. ``mayReplace`` asks before code is lost. */
function takeFiles(view, input, mayReplace) {
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (!file) return;
    const text = (await file.text()).replace(/\r\n?/g, "\n");
    if (mayReplace(input.dataset.confirm)) replaceText(view, text);
    input.value = "";
  });
}

/** Offer ``earlier``, the code of the submission that the address names, in the place of the draft. */
function offerEarlier(view, earlier, bar) {
  const close = () => {
    bar.hidden = true;
    view.focus();
  };
  bar.querySelector("[data-take]").addEventListener("click", () => {
    replaceText(view, earlier);
    close();
  });
  bar.querySelector("[data-leave]").addEventListener("click", close);
  bar.hidden = false;
}

/** Save changes a moment after the last one, and when the page goes. What nobody changed is not saved. */
function keepDraft(area, draft, starter) {
  let timer, text = null;
  const save = () => {
    clearTimeout(timer);
    if (text !== null) draft.save(text, starter);
    text = null;
  };
  window.addEventListener("pagehide", save);
  return (changed) => {
    area.value = text = changed;
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER_MS);
  };
}

/** What the editor opens with: the draft, except where the page answers a post that was refused. */
function openingText(area, draft, starter) {
  const { adopt, refused, earlier } = area.dataset;
  if (adopt) draft.adopt(adopt);
  const kept = draft.read();
  if (refused) return area.value;
  // From here on it is the draft, so that a reload brings it again and not the submission.
  if (earlier) window.history.replaceState(window.history.state, "", window.location.pathname);
  if (kept === null) {
    if (earlier) draft.save(area.value, starter);
    return area.value;
  }
  draft.note("restored");
  return kept;
}

/** Put an editor in the place of the textarea ``area``. */
function mount(area) {
  const form = area.form;
  const draft = new Draft(area.dataset.draft, form.querySelector("[data-draft-note]"));
  const starter = JSON.parse(document.getElementById(area.dataset.starter).textContent);
  const given = area.value;
  const doc = openingText(area, draft, starter);
  const onChange = keepDraft(area, draft, starter);
  const view = new EditorView({ state: EditorState.create({ doc, extensions: extensions(area, form, onChange) }) });
  const mayReplace = (question) => view.state.doc.toString() === starter || window.confirm(question);
  area.value = view.state.doc.toString();
  form.classList.add("enhanced");
  area.hidden = true;
  area.after(view.dom);
  view.scrollDOM.tabIndex = 0; // what scrolls must be reachable from the keyboard
  if (area.dataset.earlier && doc !== given) offerEarlier(view, given, form.querySelector("[data-earlier-bar]"));
  form.addEventListener("submit", () => (area.value = view.state.doc.toString()));
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    if (!mayReplace(form.querySelector("button[type=reset]").dataset.confirm)) return;
    replaceText(view, starter);
    draft.clear();
  });
  takeFiles(view, form.querySelector("[data-editor-file]"), mayReplace);
}

for (const area of document.querySelectorAll("textarea[data-editor]")) mount(area);
