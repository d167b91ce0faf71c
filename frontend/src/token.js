// The token by which the site knows its own forms. Signing in makes a new one, in another tab perhaps: then what
// a form was written with counts no longer, and the cookie has what does.

const FIELD = "csrfmiddlewaretoken";

export const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "";

/** Send every form with the token that counts now. */
export function keepTokens() {
  document.addEventListener("submit", ({ target }) => {
    const field = target.querySelector(`[name=${FIELD}]`);
    if (field && token()) field.value = token();
  }, { capture: true });
  document.body.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.verb !== "get" && token()) detail.parameters[FIELD] = token();
  });
}
