import { formatMoney } from '../../src/shared/money.js';
import { inWords } from './figures.js';

interface Fact {
  readonly label: string;
  readonly value: string;
}

const LENGTH_MAX = 300;

/** What an entry carries along, as people read it: amounts with their currency, names as words. */
export function factsInWords(facts: Readonly<Record<string, unknown>>): Fact[] {
  const currency = Object.entries(facts).find(([name]) => /currency$/i.test(name))?.[1];
  return Object.entries(facts)
    .filter(([name, value]) => !/currency$/i.test(name) && value !== null && value !== undefined)
    .map(([name, value]) => {
      const isAmount = name.endsWith('Minor') && typeof value === 'number' && typeof currency === 'string';
      return {
        label: inWords(
          name
            .replace(/Minor$/, '')
            .replaceAll(/(?=[A-Z])/g, '_')
            .toLowerCase(),
        ),
        value: isAmount ? formatMoney(value, currency) : textOf(value).slice(0, LENGTH_MAX),
      };
    });
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function textOf(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return TIME.test(value) ? `${value.slice(0, 16).replace('T', ' ')} UTC` : value;
}
