import { type Form, keysOf } from './form.js';
import { invalid, missing } from './stripe-error.js';

const METADATA_KEYS_MAX = 50;
const METADATA_KEY_LENGTH_MAX = 40;
const METADATA_VALUE_LENGTH_MAX = 500;

export type Metadata = Record<string, string>;

/** Reads a form by Stripe's names (`card[number]`) and refuses what is malformed in Stripe's words. */
export class Params {
  constructor(readonly form: Form) {}

  /** An empty text is Stripe's way to unset a value; here it is as good as absent. */
  text(name: string): string | undefined {
    const value = this.find(name);
    if (typeof value === 'object') throw invalid(name, `Invalid string: ${name}`);
    return value === '' ? undefined : value;
  }

  requiredText(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw missing(name);
    return value;
  }

  integer(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const number = Number(value);
    if (!/^-?\d+$/.test(value) || !Number.isSafeInteger(number)) {
      throw invalid(name, `Invalid integer: ${value}`, 'parameter_invalid_integer');
    }
    return number;
  }

  requiredInteger(name: string): number {
    const value = this.integer(name);
    if (value === undefined) throw missing(name);
    return value;
  }

  flag(name: string): boolean | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (value !== 'true' && value !== 'false') throw invalid(name, `Invalid boolean: ${value}`);
    return value === 'true';
  }

  choice<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const chosen = choices.find((choice) => choice === value);
    if (!chosen) throw invalid(name, `Invalid ${name}: must be one of ${choices.join(', ')}`);
    return chosen;
  }

  list(name: string): string[] {
    const value = this.find(name);
    if (value === undefined || value === '') return [];
    if (typeof value === 'string') return [value];
    return Object.values(value).filter((item) => typeof item === 'string');
  }

  group(name: string): Params | undefined {
    const value = this.find(name);
    return typeof value === 'object' ? new Params(value) : undefined;
  }

  /** Merges `metadata[...]` into what is there: an empty value removes its key, an empty `metadata` all of them. */
  metadata(before: Metadata = {}): Metadata {
    const value = this.find('metadata');
    if (value === undefined) return before;
    if (value === '') return {};
    if (typeof value === 'string') throw invalid('metadata', 'Invalid hash');
    const merged = { ...before };
    for (const [key, entry] of Object.entries(value)) {
      if (typeof entry !== 'string') throw invalid(`metadata[${key}]`, 'Metadata values can only be strings');
      if (key.length > METADATA_KEY_LENGTH_MAX || entry.length > METADATA_VALUE_LENGTH_MAX) {
        throw invalid(`metadata[${key}]`, 'Metadata keys may have 40 characters and values 500');
      }
      if (entry === '') delete merged[key];
      else merged[key] = entry;
    }
    if (Object.keys(merged).length > METADATA_KEYS_MAX) {
      throw invalid('metadata', `You cannot have more than ${METADATA_KEYS_MAX} metadata keys`);
    }
    return merged;
  }

  /** Stripe refuses what it does not know, which is how a misspelt parameter is found before it costs money. */
  allowOnly(known: readonly string[], within?: string): void {
    const unknown = Object.keys(this.form).find((name) => name !== 'expand' && !known.includes(name));
    if (unknown === undefined) return;
    const name = within ? `${within}[${unknown}]` : unknown;
    throw invalid(name, `Received unknown parameter: ${name}`, 'parameter_unknown');
  }

  private find(name: string): string | Form | undefined {
    let value: string | Form | undefined = this.form;
    for (const key of keysOf(name)) {
      if (typeof value !== 'object') return undefined;
      value = value[key];
    }
    return value;
  }
}
