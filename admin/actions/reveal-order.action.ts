import { z } from 'zod';
import { RevealPersonalData, type RevealedPerson } from '../../src/back-office/index.js';
import { OrderQueries } from '../../src/orders/index.js';
import { defineAction } from './action.js';
import { orderOf } from './moves/order.js';

type Address = NonNullable<RevealedPerson['shippingAddress']>;

/** Whom a parcel goes to and who is called about it. As with a customer, each look stands in the audit, and nothing of it is kept. */
export const revealOrder = defineAction({
  name: 'reveal-order',
  label: 'Reveal name and address',
  icon: 'Eye',
  resource: 'orders',
  permission: 'reveal_personal_data',
  subject: (recordId) => ({ kind: 'order', id: recordId }),
  input: z.object({}),
  fields: async () => [],
  async preview(wish, panel) {
    const { order } = await orderOf(wish, panel);
    return {
      // Whoever it is today: an order that has moved on belongs to the same person.
      version: order.id,
      isAllowed: true,
      effects: [
        { label: 'E-mail', value: `${order.email} → shown to you` },
        ...(order.name ? [{ label: 'Name', value: `${order.name} → shown to you` }] : []),
        { label: 'Address and telephone', value: 'shown to you' },
      ],
      warnings: [],
      undo: { isPossible: false, how: 'That you have looked, and why, stays in the audit.' },
    };
  },
  async run({ actor, recordId, reason }, panel) {
    const id = await panel.get(OrderQueries).orderIdFor(actor, recordId);
    const person = await panel.get(RevealPersonalData).run({ actor, subject: { kind: 'order', id }, reason });
    return linesOf(person).join('\n');
  },
});

function linesOf({ email, name, shippingAddress: to, billingAddress: from }: RevealedPerson): string[] {
  const [ships, bills] = [to && lineOf(to), from && lineOf(from)];
  return [
    [name, email].filter(Boolean).join(' · '),
    ...(ships ? [`Ships to ${ships}`] : []),
    ...(bills && bills !== ships ? [`Billed to ${bills}`] : []),
  ];
}

function lineOf({ recipient, street, street2, city, state, zipCode, country, phone }: Address): string {
  const place = [city, state, zipCode].filter(Boolean).join(' ');
  return [recipient, street, street2, place, country, phone && `telephone ${phone}`]
    .filter(Boolean)
    .join(', ');
}
