// Renders the maths of a page with KaTeX. Loaded by site.js only where a page has any.
// What KaTeX cannot read stays as it was written.
import katex from "katex";

function render(node) {
  const source = node.textContent.trim().replace(/^(\\\(|\\\[|\${1,2})|(\\\)|\\\]|\${1,2})$/g, "");
  const displayMode = node.matches(".block, .display, div");
  try {
    katex.render(source, node, { displayMode, throwOnError: true, strict: false });
    node.dataset.rendered = "";
    // What scrolls must be reachable from the keyboard.
    if (node.scrollWidth > node.clientWidth) node.tabIndex = 0;
  } catch (error) {
    if (!(error instanceof katex.ParseError)) throw error;
    node.textContent = source;
  }
}

function renderAll() {
  document.querySelectorAll(".math:not([data-rendered])").forEach(render);
}

renderAll();
document.body.addEventListener("htmx:afterSettle", renderAll); // a hint, an explanation
