// The colours and dashes of a curve's lines. Colours are the site's custom properties, resolved for the canvas.

export const HUES = ["--needle", "--accent", "--syn-keyword", "--syn-string", "--syn-name", "--ink-2"];
/** Lines differ in more than colour; with six hues the same pair comes back only after twelve. */
export const DASHES = [[], [7, 4], [2, 3], [10, 4, 2, 4]];

const probe = document.createElement("i");
probe.hidden = true;
document.body.append(probe);

export function colourOf(name) {
  probe.style.color = `var(${name})`;
  return getComputedStyle(probe).color;
}

/** Call ``act`` when the page's switch or the system changes between light and dark. */
export function onThemeChange(act) {
  new MutationObserver(act).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", act);
}
