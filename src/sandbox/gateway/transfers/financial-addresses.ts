import { createHash } from 'node:crypto';
import type { FinancialAddress, TransferType } from '../store/cash-records.js';

const BANK_NAME = 'Sandbox Test Bank';
const ADDRESS = {
  city: 'Sandbox',
  country: 'US',
  line1: '1 Test Street',
  line2: null,
  postal_code: '00000',
  state: null,
};
const HOLDER = {
  account_holder_address: ADDRESS,
  account_holder_name: 'Settle Sandbox',
  bank_address: ADDRESS,
};

/** What stands between an IBAN's check digits and its end: the bank's letters, and how many digits. */
const IBAN_SHAPES: Record<string, { bank: string; digits: number }> = {
  BE: { bank: '', digits: 12 },
  DE: { bank: '', digits: 18 },
  ES: { bank: '', digits: 20 },
  FR: { bank: '', digits: 23 },
  IE: { bank: 'STTL', digits: 14 },
  NL: { bank: 'STTL', digits: 10 },
};

/** The accounts that Stripe opens for a customer, the same each time: they are made from the customer's id. */
export function financialAddresses(
  type: TransferType,
  customer: string,
  country: string,
): FinancialAddress[] {
  const account = { account_number: digitsOf(customer, 12), account_type: 'checking', bank_name: BANK_NAME };
  switch (type) {
    case 'us_bank_transfer':
      return [
        {
          type: 'aba',
          supported_networks: ['ach', 'domestic_wire_us'],
          aba: { ...HOLDER, ...account, routing_number: '110000000' },
        },
        {
          type: 'swift',
          supported_networks: ['swift'],
          swift: { ...HOLDER, ...account, swift_code: 'STTLUS33XXX' },
        },
      ];
    case 'eu_bank_transfer':
      return [
        {
          type: 'iban',
          supported_networks: ['sepa'],
          iban: { ...HOLDER, bic: `STTL${country}22XXX`, country, iban: ibanOf(customer, country) },
        },
      ];
    case 'gb_bank_transfer':
      return [
        {
          type: 'sort_code',
          supported_networks: ['bacs', 'fps'],
          sort_code: { ...HOLDER, account_number: digitsOf(customer, 8), sort_code: '108800' },
        },
      ];
    case 'jp_bank_transfer':
      return [
        {
          type: 'zengin',
          supported_networks: ['zengin'],
          zengin: {
            ...HOLDER,
            account_number: digitsOf(customer, 7),
            account_type: 'futsu',
            bank_code: '0001',
            bank_name: BANK_NAME,
            branch_code: '001',
            branch_name: 'Sandbox',
          },
        },
      ];
  }
}

/** Valid to whoever checks it: check digits by ISO 13616. */
function ibanOf(customer: string, country: string): string {
  const { bank, digits } = IBAN_SHAPES[country] ?? { bank: '', digits: 18 };
  const rest = `${bank}${digitsOf(customer, digits)}`;
  const asNumber = [...`${rest}${country}00`].map((character) => Number.parseInt(character, 36)).join('');
  const check = 98n - (BigInt(asNumber) % 97n);
  return `${country}${String(check).padStart(2, '0')}${rest}`;
}

function digitsOf(customer: string, count: number): string {
  const number = BigInt(`0x${createHash('sha256').update(customer).digest('hex')}`);
  return String(number % 10n ** BigInt(count)).padStart(count, '0');
}
