import type { MovePreview, OpenPayment, PreviewedEffects } from '../../../src/orders/back-office/index.js';
import { formatMoney } from '../../../src/shared/money.js';
import { problems } from '../../../src/shared/problem.js';
import type { Preview } from '../action.js';

type Effects = Preview['effects'];

/** What a move would do, as the dialog of every action says it. `names` of products. */
export function previewOf(preview: MovePreview, names: ReadonlyMap<string, string>): Preview {
  const version = String(preview.version);
  if (!preview.isAllowed)
    return {
      version,
      isAllowed: false,
      refusal: preview.sentence,
      effects: [],
      warnings: [],
      undo: { isPossible: true, how: 'nothing happens.' },
    };
  const { effects, openPayment, needsSecondPerson, warnings, undo } = preview;
  return {
    version,
    isAllowed: true,
    effects: [
      ...(needsSecondPerson
        ? [{ label: 'First', value: 'it is proposed; all of this happens once another person has agreed' }]
        : []),
      ...linesOf(effects, names),
      ...(openPayment ? [openPaymentLine(openPayment)] : []),
    ],
    warnings: [...warnings, ...(openPayment?.ifPaid ? [openPayment.ifPaid] : [])],
    undo,
  };
}

export function linesOf(effects: PreviewedEffects, names: ReadonlyMap<string, string>): Effects {
  const { status, moneyBack, moneyTaken, moneyReleased, newGrandTotal, stock, goodsBack } = effects;
  const units = (all: readonly { productId: string; quantity: number }[]) =>
    all.map(({ productId, quantity }) => `${quantity} × ${names.get(productId) ?? productId}`).join(', ');
  return [
    line('Status', status.from === status.to ? `stays ${status.to}` : `${status.from} → ${status.to}`),
    line('Money back', moneyBack && `${money(moneyBack)} to ${paidWith(moneyBack.to)}${whenOf(moneyBack)}`),
    line('Money taken', moneyTaken && money(moneyTaken)),
    line('Money let go', moneyReleased && money(moneyReleased)),
    line('New total', newGrandTotal && money(newGrandTotal)),
    ...stock.map((each) => line(`Stock: ${each.productName}`, stockLine(each))),
    line('Sent', units(effects.sent)),
    line('Arrives', effects.delivered.length > 0 && parcels(effects.delivered.length)),
    line('Return', goodsBack && [goodsBack.status, units(goodsBack.units)].filter(Boolean).join(': ')),
    line('Written off', goodsBack && units(goodsBack.writtenOff)),
    line('Mails', mailsLine(effects.mails)),
  ].filter((each) => each !== undefined);
}

const money = ({ amountMinor, currency }: { amountMinor: number; currency: string }): string =>
  formatMoney(amountMinor, currency);

const line = (label: string, value: string | false | null) => (value ? { label, value } : undefined);

const paidWith = ({ method, last4 }: { method: string; last4: string | null }): string =>
  method.replaceAll('_', ' ') + (last4 ? ` ending in ${last4}` : '');

const whenOf = ({ when }: { when: 'now' | 'when_decided' }): string =>
  when === 'now' ? '' : ', once its payment is decided, if that took anything';

const parcels = (count: number): string => (count === 1 ? 'one parcel' : `${count} parcels`);

function stockLine({ onHand, held, owed }: PreviewedEffects['stock'][number]): string {
  const parts = [
    { what: 'in the house', by: onHand },
    { what: 'promised to this order', by: held },
    { what: 'still owed', by: owed },
  ];
  return parts
    .filter(({ by }) => by !== 0)
    .map(({ what, by }) => `${by > 0 ? '+' : '−'}${Math.abs(by)} ${what}`)
    .join(', ');
}

function mailsLine(mails: PreviewedEffects['mails']): string {
  if (mails.length === 0) return 'none';
  return mails
    .map(({ template, to, when }) => `${template} to ${to}${when === 'now' ? '' : ' (after the gateway)'}`)
    .join(', ');
}

function openPaymentLine({ method, amountMinor, currency, ifUndecided }: OpenPayment) {
  const otherwise =
    'code' in ifUndecided ? problems[ifUndecided.code].detail : `the order is then ${ifUndecided.status.to}`;
  const what = `${formatMoney(amountMinor, currency)} by ${method.replaceAll('_', ' ')} is ended at its gateway first`;
  return { label: 'Open payment', value: `${what}; where that cannot be decided now: ${otherwise}` };
}
