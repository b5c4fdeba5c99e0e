import { isUuid, privateId } from '../../shared/ids.js';
import { toMinor } from '../../shared/money.js';
import { emailKey, nameKey } from '../../shared/personal-data.js';

/** What somebody may mean by what they have typed: only what can match is looked up. */
export type Wish =
  | { readonly kind: 'order_number'; readonly number: string }
  | { readonly kind: 'email'; readonly key: string }
  | { readonly kind: 'name'; readonly key: string }
  | { readonly kind: 'product'; readonly text: string }
  /** An id of the gateway's: of an intent, a transaction or a refund. */
  | { readonly kind: 'gateway_id'; readonly id: string }
  /** An inner id; of whatever has it, where no prefix says of what. */
  | { readonly kind: 'id'; readonly id: string; readonly of?: KindWithPrefix }
  | { readonly kind: 'tracking'; readonly key: string }
  | { readonly kind: 'document'; readonly number: string }
  /** Amounts in the smallest unit of currencies with 0, 2, 3 and 4 decimals. */
  | { readonly kind: 'card'; readonly last4: string; readonly amountsMinor: readonly number[] };

/** Inner ids as the house writes them outside: in its answers, its mails to partners and its audit. */
const PREFIXES = [
  ['ref', 'refund'],
  ['usr', 'customer'],
  ['par', 'parcel'],
  ['ret', 'return'],
  ['mail', 'mail'],
  ['evt', 'event'],
  ['whd', 'delivery'],
  ['we', 'endpoint'],
] as const;

type KindWithPrefix = (typeof PREFIXES)[number][1];

/** Longer than anything that is found by its whole. */
export const LONGEST = 200;
/** Shorter than any id, number or name; it would find too much or nothing. */
const SHORTEST = 3;

const ORDER_NUMBER = /^ORD-?[0-9A-HJKMNP-TV-Z]{10}$/i;
const DOCUMENT_NUMBER = /^[A-Z]{2,4}-\d{4}-\d{6,10}$/i;
const CARD = /^[*.x\s]*(\d{4})[\s,;/]+\D{0,3}(\d{1,13}(?:[.,]\d{1,4})?)\s*[A-Z]{0,3}$/i;
const ONE_WORD = /^[\w.:~-]{6,}$/;
/** Carriers write numbers with spaces and hyphens between the digits. */
const TRACKING = /^(?=(?:.*\d){4})[0-9A-Z][0-9A-Z\s-]{6,40}$/i;

/** Of the currencies that have so many decimals. */
const EXAMPLES = ['JPY', 'USD', 'KWD', 'CLF'];

/** What a line in the one search box may mean, in no order; nothing for what can mean nothing. */
export function wishesOf(typed: string): Wish[] {
  const text = typed.trim();
  if (text.length < SHORTEST || text.length > LONGEST || !text.isWellFormed() || text.includes('\0'))
    return [];
  return certainly(text) ?? perhaps(text);
}

/** Of some things the form tells what they are, and nothing else has it. */
function certainly(text: string): Wish[] | undefined {
  const upper = text.toUpperCase();
  if (ORDER_NUMBER.test(text)) return [{ kind: 'order_number', number: upper.replace(/^ORD-?/, 'ORD-') }];
  if (DOCUMENT_NUMBER.test(text)) return [{ kind: 'document', number: upper }];
  if (text.includes('@')) return [{ kind: 'email', key: emailKey(text) }];
  if (isUuid(text.toLowerCase())) return [{ kind: 'id', id: text.toLowerCase() }];
  for (const [prefix, of] of PREFIXES) {
    const id = privateId(prefix, text.toLowerCase());
    if (id) return [{ kind: 'id', id, of }];
  }
  return undefined;
}

function perhaps(text: string): Wish[] {
  const wishes: Wish[] = [{ kind: 'product', text }];
  const card = CARD.exec(text);
  if (card) wishes.push({ kind: 'card', last4: card[1]!, amountsMinor: amountsOf(card[2]!) });
  if (ONE_WORD.test(text)) wishes.push({ kind: 'gateway_id', id: text });
  if (TRACKING.test(text))
    wishes.push({ kind: 'tracking', key: text.replaceAll(/[\s-]/g, '').toUpperCase() });
  const name = /\p{L}/u.test(text) ? nameKey(text) : null;
  if (name) wishes.push({ kind: 'name', key: name });
  return wishes;
}

function amountsOf(text: string): number[] {
  const amount = Number(text.replace(',', '.'));
  const minor = EXAMPLES.map((currency) => toMinor(amount, currency)).filter((one) => one !== undefined);
  return [...new Set(minor)];
}
