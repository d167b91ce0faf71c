// How the editor looks. Colours are the site's custom properties, so the theme switch needs no code here.
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags as t } from "@lezer/highlight";

const theme = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--surface)", height: "100%", fontSize: "0.875rem" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.6" },
  ".cm-content": { caretColor: "var(--accent)", padding: "0.75rem 0" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground":
    { backgroundColor: "var(--selection)" },
  ".cm-activeLine": { backgroundColor: "var(--line-now)" },
  ".cm-gutters": { color: "var(--ink-3)", backgroundColor: "var(--surface)", border: "none", paddingLeft: "0.25rem" },
  ".cm-activeLineGutter": { color: "var(--ink)", backgroundColor: "var(--line-now)" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket":
    { backgroundColor: "var(--accent-soft)", outline: "1px solid var(--accent)" },
  ".cm-selectionMatch": { backgroundColor: "var(--accent-soft)" },
  ".cm-panels, .cm-tooltip": { color: "var(--ink)", backgroundColor: "var(--sunken)", borderColor: "var(--line)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { color: "var(--on-accent)", backgroundColor: "var(--accent)" },
  ".cm-textfield": { color: "var(--ink)", backgroundColor: "var(--surface)", borderColor: "var(--line-strong)" },
  ".cm-textfield, .cm-button, .cm-panel.cm-search [name=close]": { minHeight: "1.75rem", fontSize: "0.8125rem" },
  ".cm-panel.cm-search [name=close]": { minWidth: "1.75rem" },
  ".cm-panel.cm-search label": { display: "inline-flex", alignItems: "center", minHeight: "1.5rem", fontSize: "0.8125rem" },
  ".cm-button": { color: "var(--ink)", backgroundColor: "var(--surface)", backgroundImage: "none" },
});

const syntax = HighlightStyle.define([
  { tag: [t.keyword, t.operatorKeyword, t.controlKeyword, t.definitionKeyword, t.moduleKeyword], color: "var(--syn-keyword)" },
  { tag: [t.string, t.special(t.string)], color: "var(--syn-string)" },
  { tag: [t.number, t.bool, t.null], color: "var(--syn-number)" },
  { tag: t.comment, color: "var(--syn-comment)" },
  { tag: [t.function(t.definition(t.variableName)), t.definition(t.className)], color: "var(--syn-name)" },
  { tag: [t.className, t.typeName, t.meta], color: "var(--syn-type)" },
  { tag: t.self, color: "var(--syn-type)" },
]);

export const look = [theme, syntaxHighlighting(syntax)];
