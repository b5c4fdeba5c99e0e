import { isCurrency, toMinor } from './amount.js';
import { PayPalError } from './paypal-error.js';

const TEXT_LENGTH_MAX = 127;

/** Reads a JSON object and refuses what is malformed in PayPal's words, with the path of the field. */
export class Fields {
  constructor(
    private readonly values: object,
    private readonly path = '',
  ) {}

  text(name: string, lengthMax = TEXT_LENGTH_MAX): string | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'string') throw this.invalid(name, 'Must be a string');
    if (value.length > lengthMax) throw this.invalid(name, `Length must be at most ${lengthMax}`);
    if (!value.isWellFormed() || /\p{Cc}/u.test(value)) throw this.invalid(name, 'Invalid characters');
    return value;
  }

  requiredText(name: string, lengthMax = TEXT_LENGTH_MAX): string {
    const value = this.text(name, lengthMax);
    if (value === undefined || value === '') throw this.invalid(name, 'Required field missing');
    return value;
  }

  choice<T extends string>(name: string, choices: readonly T[]): T {
    const value = this.requiredText(name);
    const chosen = choices.find((choice) => choice === value);
    if (!chosen) throw this.invalid(name, `Must be one of ${choices.join(', ')}`);
    return chosen;
  }

  flag(name: string): boolean {
    const value = this.raw(name) ?? false;
    if (typeof value !== 'boolean') throw this.invalid(name, 'Must be true or false');
    return value;
  }

  url(name: string): string {
    const value = this.requiredText(name, 2048);
    if (!URL.canParse(value) || !/^https?:/.test(value)) throw this.invalid(name, 'Must be a valid URL');
    return value;
  }

  currency(name: string): string {
    const currency = this.requiredText(name);
    if (!isCurrency(currency)) throw PayPalError.named('CURRENCY_NOT_ALLOWED');
    return currency;
  }

  /** In minor units; may be negative or zero. */
  amount(name: string, currency: string): number {
    const minor = toMinor(this.requiredText(name), currency);
    if (minor === undefined)
      throw this.invalid(
        name,
        'Must be a number with the decimals of its currency, and at most 7 before them',
      );
    return minor;
  }

  positiveAmount(name: string, currency: string): number {
    const minor = this.amount(name, currency);
    if (minor <= 0) throw this.invalid(name, 'Amount must be greater than zero');
    return minor;
  }

  /** The SDK's samples send it as a number, PayPal's own as text. */
  count(name: string): number {
    const value = this.raw(name);
    if (!/^\d{1,10}$/.test(String(value))) throw this.invalid(name, 'Must be a whole number');
    return Number(value);
  }

  group(name: string): Fields | undefined {
    const value = this.object(name);
    return value && new Fields(value, this.pathOf(name));
  }

  requiredGroup(name: string): Fields {
    return new Fields(this.requiredObject(name), this.pathOf(name));
  }

  list(name: string): Fields[] {
    const value = this.raw(name) ?? [];
    if (!Array.isArray(value)) throw this.invalid(name, 'Must be an array');
    return value.map((item: unknown, index) => {
      if (typeof item !== 'object' || item === null)
        throw this.invalid(`${name}[${index}]`, 'Must be an object');
      return new Fields(item, this.pathOf(`${name}[${index}]`));
    });
  }

  /** As it came, to be kept or compared as a whole. */
  object(name: string): object | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'object' || Array.isArray(value)) throw this.invalid(name, 'Must be an object');
    return value as object;
  }

  requiredObject(name: string): object {
    const value = this.object(name);
    if (!value) throw this.invalid(name, 'Required field missing');
    return value;
  }

  has(name: string): boolean {
    return this.raw(name) !== undefined;
  }

  /** A field of its own name, or of the object as a whole where the name is ''. */
  invalid(name: string, issue: string): PayPalError {
    return PayPalError.named('VALIDATION_ERROR', [{ field: this.pathOf(name), issue }]);
  }

  private raw(name: string): unknown {
    return Object.hasOwn(this.values, name) ? (Reflect.get(this.values, name) ?? undefined) : undefined;
  }

  private pathOf(name: string): string {
    return [this.path, name].filter(Boolean).join('.');
  }
}
