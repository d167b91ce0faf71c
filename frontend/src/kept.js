// What is typed into a form with data-kept (which says whose it is) stays with this tab until it was sent: neither a
// link, nor a change of language, nor a session that ended meanwhile loses it. Without storage all works as without
// this. It is for forms that lead elsewhere, or come back with what was sent in them.

import { base, fieldsOf, isChanged, keyOf, now, put } from "./fields.js";
import { tab } from "./storage.js";

const SENT = "kept-sent";
const SIGNING_IN = "/accounts/";
const nameOf = (form) => `kept-in:${form.dataset.kept}:${new URL(form.action).pathname}`;

/** Forget what was sent, unless its form came back; where somebody is asked to sign in, it may yet. What met an error
 *  was not taken. */
function forgetSent(forms) {
  if (window.location.pathname.startsWith(SIGNING_IN)) return;
  const sent = tab.read(SENT);
  const failed = document.querySelector(".error-page");
  if (sent && !failed && !forms.some((form) => nameOf(form) === sent)) tab.write(sent, null);
  tab.write(SENT, null);
}

/** Bring back what was filled in, where the site still has what it was filled in over. */
function keep(form) {
  const name = nameOf(form);
  const kept = JSON.parse(tab.read(name) ?? "{}");
  for (const field of fieldsOf(form)) {
    const before = kept[keyOf(field)];
    if (before && before.base === base(field)) put(field, before.said);
  }
  form.addEventListener("input", () => {
    const changed = fieldsOf(form).filter(isChanged);
    const said = changed.map((field) => [keyOf(field), { base: base(field), said: now(field) }]);
    tab.write(name, JSON.stringify(Object.fromEntries(said)));
  });
  form.addEventListener("submit", () => tab.write(SENT, name));
}

/** Whether what is in the form goes along to the next page of this tab. */
export const isKept = (form) => "kept" in form.dataset && tab.write("probe", "1");

export function keepTyped() {
  const forms = [...document.querySelectorAll("form[data-kept]")];
  forgetSent(forms);
  forms.forEach(keep);
}
