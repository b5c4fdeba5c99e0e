import { isUtf8 } from 'node:buffer';
import { unreadable } from './refusal.js';

const code = (character: string): number => character.charCodeAt(0);
const QUOTE = code('"');
const BACKSLASH = code('\\');
const SPACES: ReadonlySet<number> = new Set(Buffer.from(' \t\r\n'));
const ESCAPES: ReadonlyMap<number, number> = new Map(
  [
    ['"', '"'],
    ['\\', '\\'],
    ['/', '/'],
    ['b', '\b'],
    ['f', '\f'],
    ['n', '\n'],
    ['r', '\r'],
    ['t', '\t'],
  ].map(([written, meant]) => [code(written!), code(meant!)]),
);

/**
 * Reads a JSON object of texts without making a string of any: escapes are resolved in place, and the values are views
 * into the bytes, so that whoever overwrites those overwrites all. Refuses names that are not asked for or come twice.
 */
export function readCardJson<Name extends string>(bytes: Buffer, names: readonly Name[]): Map<Name, Buffer> {
  if (!isUtf8(bytes)) throw unreadable();
  return new Reader(bytes).object(names);
}

class Reader {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  object<Name extends string>(names: readonly Name[]): Map<Name, Buffer> {
    const values = new Map<Name, Buffer>();
    this.expect('{');
    do {
      const written = this.text();
      const name = names.find((candidate) => written.equals(Buffer.from(candidate)));
      if (name === undefined || values.has(name)) throw unreadable();
      this.expect(':');
      values.set(name, this.text());
    } while (this.comes(','));
    this.expect('}');
    this.skipSpaces();
    if (this.at !== this.bytes.length) throw unreadable();
    return values;
  }

  /** What an escape means is never longer than how it is written: writing does not overtake reading. */
  private text(): Buffer {
    this.expect('"');
    const start = this.at;
    let end = start;
    for (let byte = this.next(); byte !== QUOTE; byte = this.next()) {
      if (byte < 0x20) throw unreadable();
      for (const meant of byte === BACKSLASH ? this.escaped() : [byte]) this.bytes[end++] = meant;
    }
    return this.bytes.subarray(start, end);
  }

  private escaped(): readonly number[] {
    const kind = this.next();
    if (kind === code('u')) return utf8(this.codePoint());
    const meant = ESCAPES.get(kind);
    if (meant === undefined) throw unreadable();
    return [meant];
  }

  /** One code unit, or two that are a surrogate pair; half a pair means nothing. */
  private codePoint(): number {
    const unit = this.hexadecimal();
    if (unit < 0xd800 || unit > 0xdfff) return unit;
    if (unit > 0xdbff || this.next() !== BACKSLASH || this.next() !== code('u')) throw unreadable();
    const low = this.hexadecimal();
    if (low < 0xdc00 || low > 0xdfff) throw unreadable();
    return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
  }

  private hexadecimal(): number {
    let value = 0;
    for (let digit = 0; digit < 4; digit++) value = value * 16 + hexDigit(this.next());
    return value;
  }

  private expect(character: string): void {
    if (!this.comes(character)) throw unreadable();
  }

  private comes(character: string): boolean {
    this.skipSpaces();
    if (this.bytes[this.at] !== code(character)) return false;
    this.at++;
    return true;
  }

  private skipSpaces(): void {
    while (SPACES.has(this.bytes[this.at] ?? -1)) this.at++;
  }

  private next(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw unreadable();
    return byte;
  }
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  if (letter >= 0x61 && letter <= 0x66) return letter - 0x57;
  throw unreadable();
}

function utf8(codePoint: number): readonly number[] {
  const tail = (shift: number) => 0x80 | ((codePoint >> shift) & 0x3f);
  if (codePoint < 0x80) return [codePoint];
  if (codePoint < 0x800) return [0xc0 | (codePoint >> 6), tail(0)];
  if (codePoint < 0x10000) return [0xe0 | (codePoint >> 12), tail(6), tail(0)];
  return [0xf0 | (codePoint >> 18), tail(12), tail(6), tail(0)];
}
