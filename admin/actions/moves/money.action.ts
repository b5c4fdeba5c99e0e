import { toMajor } from '../../../src/shared/money.js';
import { defineMove } from './define-move.js';
import { said, text } from './goods.action.js';
import { unitFields, unitsOf } from './order.js';

export const cancelOrder = defineMove({
  move: 'cancel',
  name: 'cancel-order',
  label: 'Cancel the order',
  permission: 'cancel_orders',
  done: 'The order is cancelled.',
});

export const cancelItems = defineMove({
  move: 'cancel_items',
  name: 'cancel-items',
  label: 'Cancel units',
  permission: 'cancel_orders',
  done: 'The units are cancelled.',
  fields: ({ lines }) =>
    unitFields(lines, ({ quantity, cancelled, shipped }) => quantity - cancelled - shipped, false),
  input: (typed) => ({ items: unitsOf(typed) }),
});

export const refundOrder = defineMove({
  move: 'refund',
  name: 'refund-order',
  label: 'Refund',
  permission: 'refund',
  done: 'The money is on its way back.',
  fields: ({ currency, lines, refundableMinor, shippingMinor, failedRefunds: failed }) => {
    return [
      text('amount', `Amount in ${currency}`, {
        hint: `${toMajor(refundableMinor, currency)} left; shipping was ${toMajor(shippingMinor, currency)}. Or units, with all their shares:`,
      }),
      ...unitFields(lines, ({ quantity, refunded }) => quantity - refunded, false),
      ...(failed.length > 0
        ? [
            {
              name: 'refundId',
              label: 'Or one that failed, once more',
              type: 'select' as const,
              isRequired: false,
              options: [
                { value: '', label: 'none' },
                ...failed.map(({ refundId, amountMinor }) => ({
                  value: refundId,
                  label: `${refundId}: ${toMajor(amountMinor, currency)} ${currency}`,
                })),
              ],
            },
          ]
        : []),
      text('reasonForCustomer', 'Reason that the customer reads'),
    ];
  },
  input: (typed) => {
    const [amount, lines] = [said(typed, 'amount'), unitsOf(typed)];
    const [refundId, reasonForCustomer] = [said(typed, 'refundId'), said(typed, 'reasonForCustomer')];
    return {
      ...(amount && { amount: Number(amount) }),
      ...(lines.length > 0 && { lines }),
      ...(refundId && { refundId }),
      ...(reasonForCustomer && { reasonForCustomer }),
    };
  },
});

export const adjustOrder = defineMove({
  move: 'adjust',
  name: 'adjust-order',
  label: 'Adjust the total',
  permission: 'adjust_order',
  done: 'The order is adjusted.',
  fields: ({ currency }) => [
    {
      name: 'kind',
      label: 'What',
      type: 'select',
      isRequired: true,
      options: [
        { value: 'discount', label: 'discount' },
        { value: 'fee', label: 'fee' },
      ],
      value: 'discount',
    },
    text('label', 'Label', { isRequired: true, hint: 'The customer reads it.' }),
    text('amount', `Amount in ${currency}`, { isRequired: true }),
  ],
  input: (typed) => ({
    kind: typed['kind'] === 'fee' ? 'fee' : 'discount',
    label: said(typed, 'label') ?? '',
    amount: Number(said(typed, 'amount') ?? 0),
  }),
});

export const askGateway = defineMove({
  move: 'ask_gateway',
  name: 'ask-gateway',
  label: 'Ask the gateway',
  permission: 'ask_gateway',
  done: 'The gateway was asked.',
});

export const sendCapture = defineMove({
  move: 'send_capture',
  name: 'send-capture',
  label: 'Take the money now',
  permission: 'refund',
  done: 'The gateway is asked to take the money.',
});
