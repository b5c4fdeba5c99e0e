/** A decoded form: text, or a bracketed group of more. Lists are groups whose keys count from 0. */
export interface Form {
  [key: string]: string | Form;
}

/** Stripe's own limit is higher; nobody nests deeper than `payment_method_data[card][number]`. */
const DEPTH_MAX = 8;

/**
 * Decodes `a=1&b[c]=2&expand[]=x` as Stripe does. Groups have no prototype, so that `__proto__[x]=1` is a key like any
 * other. Text that is not valid percent-encoding is kept as it came.
 */
export function decodeForm(text: string): Form {
  const form: Form = emptyForm();
  if (text === '') return form;
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    assign(form, keysOf(name), equals < 0 ? '' : decode(pair.slice(equals + 1)));
  }
  return form;
}

/** The same out of a JSON object, for those who are not bound to Stripe's forms. */
export function formOfJson(text: string): Form {
  const value: unknown = text === '' ? {} : JSON.parse(text);
  if (!isGroup(value)) throw new Error('the body is a JSON object');
  return toForm(value);
}

function toForm(group: object): Form {
  const form = emptyForm();
  for (const [key, value] of Object.entries(group))
    form[key] = isGroup(value) ? toForm(value) : String(value);
  return form;
}

function isGroup(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `card[number]` as the keys that lead to it. */
export function keysOf(name: string): string[] {
  if (!name.includes('[')) return [name];
  return name.replaceAll(']', '').split('[');
}

function assign(form: Form, keys: string[], value: string): void {
  if (keys.length > DEPTH_MAX) return;
  let group = form;
  for (const key of keys.slice(0, -1)) {
    const inner = group[key];
    group = typeof inner === 'object' ? inner : (group[key] = emptyForm());
  }
  const last = keys.at(-1) ?? '';
  group[last === '' ? String(Object.keys(group).length) : last] = value;
}

function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

function emptyForm(): Form {
  return Object.create(null) as Form;
}
