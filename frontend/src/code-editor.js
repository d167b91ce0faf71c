// A Python editor of the site's look in the place of a textarea. The textarea stays the form's field: what calls
// this keeps its value. Without scripts the form works as it is.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import {
  drawSelection, dropCursor, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers,
} from "@codemirror/view";
import { look } from "./editor-look.js";

/** What the page hands over as JSON in the element ``id``. */
export const given = (id) => JSON.parse(document.getElementById(id).textContent);

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

/** Open an editor with the text ``doc`` after ``area``, which it hides. ``keys`` come before its own;
 *  ``onChange`` is told every new text. */
export function openEditor(area, doc, keys, onChange) {
  const extensions = [
    EditorView.cspNonce.of(area.dataset.nonce),
    lineNumbers(), highlightActiveLineGutter(), highlightActiveLine(), history(), drawSelection(), dropCursor(),
    indentUnit.of("    "), EditorState.tabSize.of(4), EditorState.phrases.of(given("editor-phrases")), indentOnInput(),
    bracketMatching(), closeBrackets(), autocompletion(), highlightSelectionMatches(), python(), look, plainInput,
    keymap.of([
      ...keys, ...closeBracketsKeymap, ...completionKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap,
      indentWithTab,
    ]),
    EditorView.contentAttributes.of({
      tabindex: "0", // so that the part that scrolls is known to be reachable
      "aria-labelledby": area.dataset.labelledby, "aria-describedby": area.dataset.describedby,
    }),
    EditorView.updateListener.of((update) => update.docChanged && onChange(update.state.doc.toString())),
  ];
  const view = new EditorView({ state: EditorState.create({ doc, extensions }) });
  area.hidden = true;
  area.after(view.dom);
  return view;
}
