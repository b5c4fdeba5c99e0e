import type { EncryptedSource } from '../payments/card-data/card-details.js';
import type { CardFailure } from '../payments/card-data/protocol.js';
import { readCardJson } from './card-json.js';
import type { Envelopes } from './envelopes.js';
import { unreadable } from './refusal.js';
import type { Shredder } from './shredder.js';

/** A card in the clear. Its buffers are kept for the shredder; number and cvv never become a string. */
export interface Card {
  /** Without the spaces and dashes it may have been written with. */
  readonly number: Buffer;
  readonly cvv: Buffer;
  readonly expiryMonth: number;
  readonly expiryYear: number;
  readonly holder: Buffer | undefined;
}

const EXPIRY = /^(0[1-9]|1[0-2])\/(\d{2})$/;
const EXPIRY_BYTES = 5;
/** 120 characters of UTF-8: longer names are none. */
const HOLDER_MAX_BYTES = 480;
const NUMBER_MIN_DIGITS = 12;
const SEPARATORS: ReadonlySet<number> = new Set(Buffer.from(' -'));

/** The card of a source. Refuses what does not open, and what opens and is no card by its shape. */
export async function openCard(
  source: EncryptedSource,
  envelopes: Envelopes,
  shredder: Shredder,
): Promise<Card> {
  if (source.kind === 'envelope') return readCard(await envelopes.open(source.jwe, shredder));
  const number = await envelopes.open(source.cardNumber, shredder);
  const cvv = await envelopes.open(source.cvv, shredder);
  const expiry = expiryOf(Buffer.from(source.expiryDate));
  return { number: withoutSeparators(number), cvv, ...expiry, holder: undefined };
}

/** What a gateway would say too of a number or cvv that is none; the card need not travel for it. */
export function faultOf({ number, cvv, holder }: Card): CardFailure | undefined {
  if (!isDigits(number, NUMBER_MIN_DIGITS, 19)) {
    return { kind: 'failed', reason: 'invalid_payment_method', code: 'invalid_number' };
  }
  if (!isDigits(cvv, 3, 4)) return { kind: 'failed', reason: 'invalid_card_details', code: 'invalid_cvc' };
  // A gateway shows names: in its pages, its mails, and the webhooks that the api keeps.
  if (holder && countDigits(holder) >= NUMBER_MIN_DIGITS) {
    return { kind: 'failed', reason: 'invalid_card_details', code: 'invalid_name' };
  }
  return undefined;
}

function readCard(plaintext: Buffer): Card {
  const values = readCardJson(plaintext, ['cardNumber', 'expiryDate', 'cvv', 'cardholderName']);
  const [number, expiry, cvv] = [values.get('cardNumber'), values.get('expiryDate'), values.get('cvv')];
  const holder = values.get('cardholderName');
  if (!number || !expiry || !cvv || (holder && holder.length > HOLDER_MAX_BYTES)) throw unreadable();
  return { number: withoutSeparators(number), cvv, ...expiryOf(expiry), holder };
}

/** Looks at the length first: what is no expiry may be a number in the wrong place. */
function expiryOf(bytes: Buffer): Pick<Card, 'expiryMonth' | 'expiryYear'> {
  const [, month, year] = (bytes.length === EXPIRY_BYTES && EXPIRY.exec(bytes.toString('latin1'))) || [];
  if (!month || !year) throw unreadable();
  return { expiryMonth: Number(month), expiryYear: 2000 + Number(year) };
}

/** Moves the rest together in place. */
function withoutSeparators(bytes: Buffer): Buffer {
  let end = 0;
  for (const byte of bytes) if (!SEPARATORS.has(byte)) bytes[end++] = byte;
  return bytes.subarray(0, end);
}

const isDigits = (bytes: Buffer, least: number, most: number): boolean =>
  bytes.length >= least && bytes.length <= most && bytes.every(isDigit);

const countDigits = (bytes: Buffer): number =>
  bytes.reduce((count, byte) => count + Number(isDigit(byte)), 0);

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
