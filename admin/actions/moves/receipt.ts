import type { OrderForm, Move } from '../../../src/orders/back-office/index.js';
import type { FormField } from '../action.js';
import { namesOf, numbersOf } from './order.js';

const SOUND = 'restock:';
const SPOILT = 'writeOff:';

type Received = NonNullable<Extract<Move, { move: 'receive_return' }>['input']['items']>[number];

/** For each line of each return that may come: how much of it is fit for sale, and how much is not. */
export function receiptFields(order: OrderForm): FormField[] {
  const names = namesOf(order);
  const coming = order.returns.filter(({ status }) => status === 'approved');
  return coming.flatMap(({ returnId, lines }) =>
    lines.flatMap(({ productId, quantity }) => {
      const what = `${names.get(productId)}${coming.length > 1 ? ` (${returnId})` : ''}`;
      const rest = `${returnId}:${productId}`;
      return [
        field(`${SOUND}${rest}`, `Fit for sale: ${what}`, String(quantity), `of ${quantity} announced`),
        field(`${SPOILT}${rest}`, `Written off: ${what}`, '0', 'What did not come is in neither.'),
      ];
    }),
  );
}

const field = (name: string, label: string, value: string, hint: string): FormField => ({
  name,
  label,
  type: 'number',
  isRequired: false,
  value,
  hint,
});

/** What was typed of the return that is chosen, an empty field as none; absent where nothing of it was sent. */
export function receivedOf(typed: Readonly<Record<string, string>>, returnId: string): Received[] {
  const soundOf = `${SOUND}${returnId}:`;
  const sound = numbersOf(typed, soundOf);
  const spoilt = numbersOf(typed, `${SPOILT}${returnId}:`);
  return Object.keys(typed)
    .filter((name) => name.startsWith(soundOf))
    .map((name) => {
      const productId = name.slice(soundOf.length);
      return { productId, restock: numberOf(sound, productId), writeOff: numberOf(spoilt, productId) };
    });
}

const numberOf = (typed: ReturnType<typeof numbersOf>, productId: string): number =>
  typed.find(({ rest }) => rest === productId)?.number ?? 0;
