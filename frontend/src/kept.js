// What is typed into a form with data-kept (which says whose it is) stays with this tab until it was sent: neither a
// link, nor a change of language, nor a session that ended meanwhile loses it. Without storage all works as without
// this. It is for forms that lead elsewhere, or come back with what was sent in them.

import { tab } from "./storage.js";

const SENT = "kept-sent";
const SIGNING_IN = "/accounts/";
const nameOf = (form) => `kept:${form.dataset.kept}:${new URL(form.action).pathname}`;

/** Forget what was sent, unless its form came back; where somebody is asked to sign in, it may yet. */
function forgetSent(forms) {
  if (window.location.pathname.startsWith(SIGNING_IN)) return;
  const sent = tab.read(SENT);
  if (sent && !forms.some((form) => nameOf(form) === sent)) tab.write(sent, null);
  tab.write(SENT, null);
}

/** Bring back what was typed, where the site still has the text that it was typed over. */
function keep(form) {
  const name = nameOf(form);
  const kept = JSON.parse(tab.read(name) ?? "{}");
  for (const field of form.querySelectorAll("textarea, input[type=text]")) {
    const { base, text } = kept[field.name] ?? {};
    if (base === field.defaultValue) field.value = text;
    else delete kept[field.name];
  }
  form.addEventListener("input", ({ target }) => {
    kept[target.name] = { base: target.defaultValue, text: target.value };
    tab.write(name, JSON.stringify(kept));
  });
  form.addEventListener("submit", () => tab.write(SENT, name));
}

export function keepTyped() {
  const forms = [...document.querySelectorAll("form[data-kept]")];
  forgetSent(forms);
  forms.forEach(keep);
}
