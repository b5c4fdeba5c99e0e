import type { OrderForm } from '../../../src/orders/back-office/index.js';
import type { FormField } from '../action.js';
import { defineMove, type Typed } from './define-move.js';
import { receiptFields, receivedOf } from './receipt.js';
import { namesOf, unitFields, unitsOf } from './order.js';

export const text = (name: string, label: string, more: Partial<FormField> = {}): FormField => ({
  name,
  label,
  type: 'text',
  isRequired: false,
  ...more,
});

/** Absent where nothing was typed. */
export const said = (typed: Typed, name: string): string | undefined => typed[name]?.trim() || undefined;

const CARRIER = text('carrier', 'Carrier', { isRequired: true, hint: 'As on the label: UPS, FedEx, DHL …' });
const NUMBER = text('trackingNumber', 'Tracking number', { isRequired: true });
const ADDRESS = text('trackingUrl', 'Tracking page', { hint: 'Left empty: the one of a known carrier.' });

export const prepareOrder = defineMove({
  move: 'prepare',
  name: 'prepare-order',
  label: 'Start preparing',
  permission: 'move_orders',
  done: 'The order is in preparation.',
});

export const shipOrder = defineMove({
  move: 'ship',
  name: 'ship-order',
  label: 'Ship',
  permission: 'move_orders',
  done: 'The parcel is on its way.',
  fields: ({ lines }) => [
    CARRIER,
    NUMBER,
    ADDRESS,
    ...unitFields(
      lines,
      ({ quantity, cancelled, shipped, owed }) => quantity - cancelled - shipped - owed,
      true,
    ),
  ],
  input: (typed) => {
    const [trackingUrl, items] = [said(typed, 'trackingUrl'), unitsOf(typed)];
    return {
      carrier: typed['carrier']?.trim() ?? '',
      trackingNumber: typed['trackingNumber']?.trim() ?? '',
      ...(trackingUrl && { trackingUrl }),
      ...(items.length > 0 && { items }),
    };
  },
});

export const correctParcel = defineMove({
  move: 'correct_parcel',
  name: 'correct-parcel',
  label: 'Correct a parcel',
  permission: 'move_orders',
  done: 'The parcel is corrected.',
  fields: (order) => [
    parcelField(order),
    text('carrier', 'Carrier', { hint: 'Left empty: as it is.' }),
    text('trackingNumber', 'Tracking number', { hint: 'Left empty: as it is.' }),
    ADDRESS,
  ],
  input: (typed) => ({
    parcelId: typed['parcelId'] ?? '',
    ...given(typed, ['carrier', 'trackingNumber', 'trackingUrl']),
  }),
});

export const deliverOrder = defineMove({
  move: 'deliver',
  name: 'deliver-order',
  label: 'Delivered',
  permission: 'move_orders',
  done: 'It has arrived.',
  fields: (order) => [parcelField(order, 'all that are on their way')],
  input: (typed) => given(typed, ['parcelId']),
});

export const decideReturn = defineMove({
  move: 'decide_return',
  name: 'decide-return',
  label: 'Decide a return',
  permission: 'move_orders',
  done: 'The return is decided.',
  fields: (order) => [
    returnField(order, 'requested'),
    {
      name: 'decision',
      label: 'Decision',
      type: 'select',
      isRequired: true,
      options: [
        { value: 'approved', label: 'approve' },
        { value: 'refused', label: 'refuse' },
      ],
      value: 'approved',
    },
    text('note', 'Note', { hint: 'The customer reads it.' }),
  ],
  input: (typed) => ({
    returnId: typed['returnId'] ?? '',
    decision: typed['decision'] === 'refused' ? 'refused' : 'approved',
    ...given(typed, ['note']),
  }),
});

export const receiveReturn = defineMove({
  move: 'receive_return',
  name: 'receive-return',
  label: 'Return received',
  permission: 'move_orders',
  done: 'The goods are back.',
  fields: (order) => [returnField(order, 'approved'), ...receiptFields(order)],
  input: (typed) => {
    const returnId = typed['returnId'] ?? '';
    const items = receivedOf(typed, returnId);
    return { returnId, ...(items.length > 0 && { items }) };
  },
});

export const requestReturn = defineMove({
  move: 'request_return',
  name: 'request-return',
  label: 'Open a return',
  permission: 'move_orders',
  done: 'The return is open.',
  fields: ({ lines }) => [
    ...unitFields(lines, ({ delivered, returned }) => delivered - returned, false),
    text('reasonForCustomer', 'Reason that the customer reads'),
  ],
  input: (typed) => ({ items: unitsOf(typed), ...given(typed, ['reasonForCustomer']) }),
});

const given = (typed: Typed, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = said(typed, name);
      return value ? [[name, value]] : [];
    }),
  );

function parcelField({ parcels }: OrderForm, all?: string): FormField {
  const options = parcels.map(({ parcelId, carrier, trackingNumber }) => ({
    value: parcelId,
    label: `${carrier} ${trackingNumber}`,
  }));
  const wholly = all ? [{ value: '', label: all }] : [];
  return {
    name: 'parcelId',
    label: 'Parcel',
    type: 'select',
    isRequired: false,
    options: [...wholly, ...options],
    value: all ? '' : (options[0]?.value ?? ''),
  };
}

function returnField(order: OrderForm, status: string): FormField {
  const names = namesOf(order);
  const options = order.returns
    .filter((each) => each.status === status)
    .map(({ returnId, lines }) => ({
      value: returnId,
      label: `${returnId}: ${lines.map(({ productId, quantity }) => `${quantity} × ${names.get(productId)}`).join(', ')}`,
    }));
  return {
    name: 'returnId',
    label: 'Return',
    type: 'select',
    isRequired: true,
    options,
    value: options[0]?.value ?? '',
  };
}
