// Turns the source textarea into a Python editor. The textarea stays the form's field: without this
// script the form works as it is. The draft is kept in the browser until it is sent.
import { given, openEditor } from "./code-editor.js";
import { Draft, keepField } from "./draft.js";
import { openFiles } from "./file-editor.js";
import { holdGrip } from "./grip.js";
import { say, wordsOf } from "./voice.js";

const MOST_BYTES = 1024 * 1024; // of a file, as the server takes it

/** Submit with Ctrl-Enter or Cmd-Enter, run with Ctrl-', through the form's own buttons, so that all is checked
 *  as usual. Enter alone would press the first button of the form, which is another one. */
const formKeys = (form) => [
  { key: "Mod-Enter", run: () => press(form, "button.main[type=submit]") },
  { key: "Mod-'", run: () => press(form, "[data-run]") },
];

/** Press the button; where it is disabled, say what the page says of that. */
function press(form, which) {
  const button = form.querySelector(which);
  if (button?.disabled) sayWhy(form.querySelector("#desk-state .note:not([hidden])"));
  else button?.click();
  return true;
}

function sayWhy(note) {
  if (!note) return;
  note.scrollIntoView({ block: "nearest" });
  say(wordsOf(note));
}

function replaceText(view, text) {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
  view.focus();
}

/** The text of a file; null where it is too large, or not UTF-8: replaced letters would be saved and sent unseen. */
async function textOf(file) {
  if (file.size > MOST_BYTES) return null;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    return text.replace(/\r\n?/g, "\n");
  } catch {
    return null;
  }
}

/** A chosen file is shown in the editor, and sent from there. ``mayReplace`` asks before code is lost; ``onText`` is
 *  told what came in, ``fault`` shown where nothing can, until something is written, runs or is sent. */
function takeFiles(view, input, fault, mayReplace, onText) {
  input.form.addEventListener("click", ({ target }) => {
    if (target.closest("[type=submit]")) fault.hidden = true;
  });
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (!file) return;
    const text = await textOf(file);
    input.value = "";
    fault.hidden = text !== null;
    if (text === null || !mayReplace(input.dataset.confirm)) return;
    onText(text);
    replaceText(view, text);
  });
}

/** Offer ``text`` in the place of what is in the editor: an earlier submission, another window's draft.
 *  ``chosen`` is called when one of the two was. */
function offer(view, text, bar, chosen = () => {}) {
  const close = () => {
    bar.hidden = true;
    view.focus();
    chosen();
  };
  bar.querySelector("[data-take]").onclick = () => {
    replaceText(view, text);
    close();
  };
  bar.querySelector("[data-leave]").onclick = close;
  bar.hidden = false;
}

/** Another window or device saved ``kept`` since this one looked: whichever is chosen is saved next. */
function offerOther(view, draft, starter, kept, bar) {
  const words = bar.querySelector("[data-words]");
  words.textContent = draft.sentence(words.dataset.words, kept);
  offer(view, kept.source, bar, () => draft.settle(view.state.doc.toString(), starter));
}

/** What the editor opens with, the draft, except where the page answers a post that was refused. */
function opening(area, draft, starter) {
  const { adopt, refused, earlier } = area.dataset;
  if (adopt) draft.adopt(adopt);
  const text = draft.open();
  if (refused) return area.value;
  // From here on it is the draft, so that a reload brings it again and not the submission.
  if (earlier) window.history.replaceState(window.history.state, "", window.location.pathname);
  if (earlier && (text === null || text === starter)) {
    draft.save(area.value, starter);
    return area.value;
  }
  if (text === null) return area.value;
  if (text !== starter) draft.note("restored");
  return text;
}

/** Where the draft is kept besides this browser: nowhere for a visitor. */
function serverOf(area) {
  if (!area.dataset.keep) return null;
  return {
    address: area.dataset.keep,
    kept: given("server-draft"),
  };
}

/** The starter code takes the place of what was written; a button beside brings that back, whatever was typed since. */
function enableReset(view, form, starter) {
  const back = form.querySelector("[data-undo-reset]");
  let written;
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    if (view.state.doc.toString() === starter) return;
    written = view.state.doc.toString();
    replaceText(view, starter);
    back.hidden = false;
  });
  back.addEventListener("click", () => {
    replaceText(view, written);
    back.hidden = true;
  });
}

/** A sample takes the place of one's own input, to be changed and run. */
function useSample(typed, text) {
  if (typed.value.trim() && typed.value !== text && !window.confirm(typed.dataset.confirm)) return;
  typed.value = text;
  typed.dispatchEvent(new Event("input"));
  typed.focus();
}

/** What runs shows its result in the drawer; input of one's own is kept there. */
function enableDrawer(form, key) {
  const drawer = form.querySelector("[data-drawer]");
  const typed = form.querySelector("[name=typed]");
  if (typed) keepField(typed, key);
  if (drawer) holdGrip(drawer.querySelector("[data-grip]"), drawer);
  form.addEventListener("click", (event) => {
    if (event.target.closest("[data-run]")) drawer.open = true;
    const sample = event.target.closest("[data-use]")?.dataset.use;
    if (sample !== undefined) useSample(typed, sample);
  });
}

/** Put an editor in the place of the textarea ``area``. */
function mount(area) {
  const form = area.form;
  const draft = new Draft(area.dataset.draft, form.querySelector("[data-draft-note]"), serverOf(area));
  const starter = given(area.dataset.starter);
  const sent = area.value;
  const doc = opening(area, draft, starter);
  const changed = draft.watch(starter);
  const [input, fault] = ["[data-editor-file]", "[data-file-fault]"].map((part) => form.querySelector(part));
  const view = openEditor(area, doc, formKeys(form), (text) => {
    fault.hidden = true;
    changed((area.value = text));
  });
  const mayReplace = (question) => view.state.doc.toString() === starter || window.confirm(question);
  area.value = view.state.doc.toString();
  draft.countPastes(view.contentDOM);
  form.classList.add("enhanced");
  if (area.dataset.earlier && doc !== sent) offer(view, sent, form.querySelector("[data-earlier-bar]"));
  draft.onOther = (kept) => offerOther(view, draft, starter, kept, form.querySelector("[data-other-bar]"));
  if (draft.other) draft.onOther(draft.other);
  form.addEventListener("submit", () => (area.value = view.state.doc.toString()));
  enableReset(view, form, starter);
  enableDrawer(form, area.dataset.draft);
  takeFiles(view, input, fault, mayReplace, (text) => (draft.pasted += text.length));
}

for (const area of document.querySelectorAll("textarea[data-editor]")) mount(area);
for (const form of document.querySelectorAll("form[data-files]")) openFiles(form);
