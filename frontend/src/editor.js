// Turns the source textarea into a Python editor. The textarea stays the form's field: without this
// script the form works as it is. The draft is kept in the browser until it is sent.
import { undo } from "@codemirror/commands";
import { given, openEditor } from "./code-editor.js";
import { Draft, keepField } from "./draft.js";
import { openFiles } from "./file-editor.js";
import { holdGrip } from "./grip.js";

const SAVE_AFTER_MS = 400;

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
  const voice = document.getElementById("announcements");
  if (!note || !voice) return;
  note.scrollIntoView({ block: "nearest" });
  voice.textContent = ""; // or the same sentence would be said once alone
  requestAnimationFrame(() => (voice.textContent = note.textContent.replace(/\s+/g, " ").trim()));
}

function replaceText(view, text) {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
  view.focus();
}

/** A chosen file is shown in the editor, and sent from there. ``mayReplace`` asks before code is lost; ``onText`` is
 *  told what came in. */
function takeFiles(view, input, mayReplace, onText) {
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (!file) return;
    const text = (await file.text()).replace(/\r\n?/g, "\n");
    if (mayReplace(input.dataset.confirm)) {
      onText(text);
      replaceText(view, text);
    }
    input.value = "";
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

/** Save changes a moment after the last one, and when the page goes. What nobody changed is not saved. */
function keepDraft(area, draft, starter) {
  let timer, text = null;
  const save = () => {
    clearTimeout(timer);
    if (text !== null) draft.save(text, starter);
    text = null;
  };
  window.addEventListener("pagehide", () => {
    save();
    draft.send(true);
  });
  return (changed) => {
    area.value = text = changed;
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER_MS);
  };
}

/** What the editor opens with, the draft, except where the page answers a post that was refused. */
function opening(area, draft, starter) {
  const { adopt, refused, earlier } = area.dataset;
  if (adopt) draft.adopt(adopt);
  const text = draft.open();
  if (refused) return area.value;
  // From here on it is the draft, so that a reload brings it again and not the submission.
  if (earlier) window.history.replaceState(window.history.state, "", window.location.pathname);
  if (text === null || text === starter) {
    if (earlier) draft.save(area.value, starter);
    return area.value;
  }
  draft.note("restored");
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

/** The starter code takes the place of what was written; a button beside brings that back. */
function enableReset(view, form, starter) {
  const back = form.querySelector("[data-undo-reset]");
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    if (view.state.doc.toString() === starter) return;
    replaceText(view, starter);
    back.hidden = false;
  });
  back.addEventListener("click", () => {
    undo(view);
    back.hidden = true;
    view.focus();
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
  const onChange = keepDraft(area, draft, starter);
  const view = openEditor(area, doc, formKeys(form), onChange);
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
  takeFiles(view, form.querySelector("[data-editor-file]"), mayReplace, (text) => (draft.pasted += text.length));
}

for (const area of document.querySelectorAll("textarea[data-editor]")) mount(area);
for (const form of document.querySelectorAll("form[data-files]")) openFiles(form);
