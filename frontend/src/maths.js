// Renders the maths of a page with KaTeX. Loaded by site.js only where a page has any.
// What KaTeX cannot read stays as it was written.
import katex from "katex";

function render(node) {
  const source = node.textContent.trim().replace(/^(\\\(|\\\[|\${1,2})|(\\\)|\\\]|\${1,2})$/g, "");
  const displayMode = node.matches(".block, .display, div");
  try {
    katex.render(source, node, { displayMode, throwOnError: true, strict: false });
    node.dataset.rendered = "";
  } catch (error) {
    if (!(error instanceof katex.ParseError)) throw error;
    node.textContent = source;
  }
}

/** How wide a formula is shows once its style sheet and its letters are there. */
const isStyled = new Promise((done) => {
  if (document.readyState === "complete") done();
  else window.addEventListener("load", done);
}).then(() => document.fonts.ready);

/** What scrolls must be reachable from the keyboard. */
function reach(node) {
  if (node.scrollWidth > node.clientWidth) node.tabIndex = 0;
}

function renderAll() {
  const formulas = [...document.querySelectorAll(".math:not([data-rendered])")];
  formulas.forEach(render);
  isStyled.then(() => formulas.forEach(reach));
}

renderAll();
document.body.addEventListener("htmx:afterSettle", renderAll); // a hint, an explanation
