// The switch between light, dark and the system's own. A cookie keeps the choice, so that the server
// writes it into the page and nothing flashes.

const NEXT = { "": "light", light: "dark", dark: "" };

export function enableTheme() {
  const button = document.querySelector("[data-theme-switch]");
  if (!button) return;
  const root = document.documentElement;
  const show = () => {
    const label = button.dataset[`label${root.dataset.theme || "auto"}`];
    button.dataset.now = root.dataset.theme || "auto";
    button.setAttribute("aria-label", label);
    button.title = label;
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.theme = NEXT[root.dataset.theme ?? ""];
    document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`;
    show();
  });
  show();
}
