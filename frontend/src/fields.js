// What somebody may fill in of a form, whatever its kind, and whether they did.

const NOT_FILLED_IN = "[type=hidden], [type=file], [type=password], [type=submit], button, fieldset, output";
const CHECKED = "[type=radio], [type=checkbox]";

export const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !field.matches(NOT_FILLED_IN));

/** A name of its own for every button of a group, too. */
export const keyOf = (field) => (field.matches(CHECKED) ? `${field.name}=${field.value}` : field.name);

/** What the field says now. */
export const now = (field) => (field.matches(CHECKED) ? field.checked : field.value);

/** What the page came with. */
export function base(field) {
  if (field.matches(CHECKED)) return field.defaultChecked;
  if (!field.matches("select")) return field.defaultValue;
  return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? "";
}

export const isChanged = (field) => now(field) !== base(field);

/** Put back what was said. */
export function put(field, said) {
  if (field.matches(CHECKED)) field.checked = said;
  else field.value = said;
}
