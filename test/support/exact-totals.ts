import type { Cart } from './arbitrary-orders.js';

/** What a cart costs, in minor units, and what each class is taxed on and with. */
export interface ExactTotals {
  readonly total: bigint;
  readonly shipping: bigint;
  readonly taxes: readonly { readonly taxable: bigint; readonly tax: bigint }[];
  readonly grandTotal: bigint;
}

const PER_MILLION = 1_000_000n;

/**
 * The rules of the contract once more, in fractions of whole numbers and nothing of the product's: a class's tax is rounded
 * half-up once, adjustments are split over the classes by the largest remainder, the first among equals.
 */
export function exactTotals({ lines, adjustments, tariff }: Cart): ExactTotals {
  const goods = lines.map((line) => BigInt(line.priceMinor) * BigInt(line.quantity));
  const isFree = goods.every((each) => each === 0n);
  const adjusted = sum(adjustments.map(({ amountMinor }) => BigInt(amountMinor)));
  const classes = [...new Set(lines.map(({ productClass }) => productClass))];
  const inClass = (values: readonly bigint[], name: string) =>
    sum(values.filter((_, index) => lines[index]?.productClass === name));
  const weights = isFree ? lines.map(({ quantity }) => BigInt(quantity)) : goods;
  const shares = byLargestRemainder(
    adjusted,
    classes.map((name) => inClass(weights, name)),
  );
  const shipping = BigInt(tariff.shippingMinor);
  const taxes = tariff.taxes.map(({ productClass, basisPoints }) => {
    const share = shares[classes.indexOf(productClass)] ?? 0n;
    const shipped = tariff.shippingTaxClass === productClass ? shipping : 0n;
    const taxable = inClass(goods, productClass) + share + shipped;
    return { taxable, tax: halfUp(taxable * perMillionOf(basisPoints)) };
  });
  const total = sum(goods) + adjusted;
  return { total, shipping, taxes, grandTotal: total + shipping + sum(taxes.map(({ tax }) => tax)) };
}

const sum = (values: readonly bigint[]): bigint => values.reduce((all, each) => all + each, 0n);

/** 887.5 is 88750: read from its decimals, as a person would. */
function perMillionOf(basisPoints: number): bigint {
  const [whole = '0', decimals = ''] = String(basisPoints).split('.');
  return BigInt(whole + decimals.padEnd(2, '0'));
}

/** Twice the fraction and one half more, halved. */
const halfUp = (millionths: bigint): bigint => (2n * millionths + PER_MILLION) / (2n * PER_MILLION);

function byLargestRemainder(amount: bigint, weights: readonly bigint[]): bigint[] {
  const [sign, size] = amount < 0n ? [-1n, -amount] : [1n, amount];
  const all = sum(weights);
  const order = weights
    .map((weight, index) => ({ index, remainder: (size * weight) % all }))
    .sort(
      (a, b) => Number(b.remainder > a.remainder) - Number(b.remainder < a.remainder) || a.index - b.index,
    )
    .map(({ index }) => index);
  const shares = weights.map((weight) => (size * weight) / all);
  const left = size - sum(shares);
  for (const index of order.slice(0, Number(left))) shares[index] = (shares[index] ?? 0n) + 1n;
  return shares.map((share) => sign * share);
}
