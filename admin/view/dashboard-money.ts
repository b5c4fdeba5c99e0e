import type { Dashboard, ListBehind } from '../../src/back-office/index.js';
import { labelOf, type PaymentMethodName } from '../../src/payments/index.js';
import { formatMoney } from '../../src/shared/money.js';
import { inWords, listAt, type Part, type Row } from './figures.js';

interface Span {
  readonly from: string;
  readonly until: string;
}

/** A part for each currency: amounts of two are of no common measure. */
export function revenueParts({ revenue }: Dashboard): Part[] {
  const title = 'Revenue of 14 days';
  if (revenue.length === 0)
    return [{ id: 'revenue', title, rows: [], whenEmpty: 'No money was taken in these days.' }];
  return [...Map.groupBy(revenue, ({ currency }) => currency)].map(([currency, days]) => ({
    id: `revenue-${currency}`,
    title: `${title}, ${currency}`,
    whenEmpty: '',
    rows: days.map((day) => revenueRow(day)),
  }));
}

function revenueRow({ day, currency, captured, refunded }: Dashboard['revenue'][number]): Row {
  const behind = (movement: string, { filter }: ListBehind) => {
    const { from, until } = filter['occurred'] as Span;
    return listAt('ledger', { movement, currency, occurredAt: { from, to: until } });
  };
  const givenBack = {
    text: formatMoney(refunded.minor, currency),
    name: 'given back',
    size: refunded.minor,
    tone: 'late',
    href: behind('refunded', refunded.behind),
  } as const;
  return {
    label: day,
    cells: [
      {
        text: formatMoney(captured.minor, currency),
        name: 'taken',
        size: captured.minor,
        tone: 'good',
        href: behind('captured', captured.behind),
      },
      ...(refunded.minor > 0 ? [givenBack] : []),
    ],
  };
}

export function paymentsPart({ payments }: Dashboard): Part {
  return {
    id: 'payments',
    title: 'Payments tried in 7 days: success and declines',
    whenEmpty: 'Nobody has tried to pay in these days.',
    rows: [...Map.groupBy(payments, ({ method }) => method)].map(([method, outcomes]) => {
      const all = outcomes.reduce((sum, { count }) => sum + count, 0);
      const paid = outcomes.find(({ outcome }) => outcome === 'succeeded')?.count ?? 0;
      return {
        label: method === '' ? 'Unknown' : labelOf(method as PaymentMethodName),
        note: `${Math.round((paid / all) * 100)} % succeed`,
        cells: outcomes
          .toSorted(
            (one, other) => Number(other.outcome === 'succeeded') - Number(one.outcome === 'succeeded'),
          )
          .map(({ outcome, count, behind }) => {
            const { from, until } = behind.filter['created'] as Span;
            const what: Readonly<Record<string, string>> =
              outcome === 'succeeded' ? { status: outcome } : { failureReason: outcome };
            return {
              text: String(count),
              name: outcome === 'succeeded' ? 'succeeded' : inWords(outcome).toLowerCase(),
              size: count,
              tone: outcome === 'succeeded' ? 'good' : 'bad',
              href: listAt('payments', { ...what, method, createdAt: { from, to: until } }),
            };
          }),
      };
    }),
  };
}
