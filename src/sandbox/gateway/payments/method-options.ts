import { TRANSFER_TYPES } from '../store/cash-records.js';
import type { MethodOptions } from '../store/intent-records.js';
import type { Params } from '../wire/params.js';
import { missing } from '../wire/stripe-error.js';

const OPTIONS = 'payment_method_options';
const CARD = `${OPTIONS}[card]`;
const CASH = `${OPTIONS}[customer_balance]`;
const TRANSFER = `${CASH}[bank_transfer]`;
const EU_TRANSFER = `${TRANSFER}[eu_bank_transfer]`;

/** Where Stripe opens accounts in euros. */
const EU_COUNTRIES = ['BE', 'DE', 'ES', 'FR', 'IE', 'NL'] as const;

/** What create or confirm says of how a kind of method is to be used, over what was said before. */
export function readMethodOptions(params: Params, before?: MethodOptions): MethodOptions | undefined {
  const options = params.group(OPTIONS);
  if (!options) return before;
  options.allowOnly(['card', 'customer_balance'], OPTIONS);
  return { ...before, ...readCard(params), ...readCash(params) };
}

function readCard(params: Params): Pick<MethodOptions, 'card'> {
  params.group(CARD)?.allowOnly(['request_multicapture'], CARD);
  const multicapture = params.choice(`${CARD}[request_multicapture]`, ['if_available', 'never']);
  return multicapture ? { card: { request_multicapture: multicapture } } : {};
}

function readCash(params: Params): Pick<MethodOptions, 'customer_balance'> {
  const cash = params.group(CASH);
  if (!cash) return {};
  cash.allowOnly(['funding_type', 'bank_transfer'], CASH);
  params.group(TRANSFER)?.allowOnly(['type', 'eu_bank_transfer'], TRANSFER);
  params.group(EU_TRANSFER)?.allowOnly(['country'], EU_TRANSFER);
  const fundingType = params.choice(`${CASH}[funding_type]`, ['bank_transfer']);
  const type = params.choice(`${TRANSFER}[type]`, TRANSFER_TYPES);
  if (!fundingType) throw missing(`${CASH}[funding_type]`);
  if (!type) throw missing(`${TRANSFER}[type]`);
  const bankTransfer =
    type === 'eu_bank_transfer' ? { type, eu_bank_transfer: readCountry(params) } : { type };
  return { customer_balance: { funding_type: fundingType, bank_transfer: bankTransfer } };
}

function readCountry(params: Params): { country: string } {
  const country = params.choice(`${EU_TRANSFER}[country]`, EU_COUNTRIES);
  if (!country) throw missing(`${EU_TRANSFER}[country]`);
  return { country };
}
