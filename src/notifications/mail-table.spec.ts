import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { OrderForMail } from '../orders/index.js';
import {
  ORDER_MAILS,
  ORDER_TEMPLATES,
  type OrderMail,
  type OrderTemplate,
  OTHER_MAILS,
} from './mail-table.js';
import { sampleOrder, sampleTold } from './preview/samples.js';

type Payment = NonNullable<OrderForMail['payment']>;

function isWanted(template: OrderTemplate, order: Partial<OrderForMail>, reason?: string): boolean {
  const { isWanted: asked }: OrderMail = ORDER_MAILS[template];
  return asked?.({ order: sampleOrder(order), data: { reason } }) ?? true;
}

const payment = (over: Partial<Payment>): Payment => ({
  method: 'credit_card',
  status: 'failed',
  reason: 'card_declined',
  nextAction: null,
  isLast: true,
  isFirstFailure: true,
  ...over,
});

describe('the table of mails', () => {
  it('has one mail for an event, so that nobody is told twice', () => {
    const events = [
      ...ORDER_TEMPLATES.map((template) => ORDER_MAILS[template].on),
      ...Object.values(OTHER_MAILS),
    ];
    expect(new Set(events).size).toBe(events.length);
  });

  it.each(['html', 'text'])('has a template for each mail, and none without one: %s', (part) => {
    const files = readdirSync(join(import.meta.dirname, 'templates', part)).filter((file) =>
      file.endsWith('.hbs'),
    );
    const templates = [...ORDER_TEMPLATES, ...Object.keys(OTHER_MAILS)].map((template) => `${template}.hbs`);
    expect(files.toSorted()).toEqual(templates.toSorted());
  });

  it('its samples are mails that would be sent', () => {
    for (const template of ORDER_TEMPLATES) {
      const { order, data } = sampleTold(template, 'en', 'https://shop.example');
      expect([template, isWanted(template, order, data.reason)]).toEqual([template, true]);
    }
  });
});

describe('whether a mail is wanted: a failed payment', () => {
  it.each<[string, Partial<Payment>, boolean]>([
    ['the first of an order', {}, true],
    ['a second card', { isFirstFailure: false }, false],
    ['a second one that is paid elsewhere', { isFirstFailure: false, method: 'paypal' }, true],
    ['after which another one was begun', { isLast: false }, false],
    ['that we ended ourselves', { reason: 'abandoned' }, false],
    ['by an outage of ours', { reason: 'not_attempted' }, false],
  ])('%s', (_, over, wanted) => {
    expect(isWanted('payment-failed', { status: 'pending', payment: payment(over) })).toBe(wanted);
  });

  it('of an order that has been paid or has ended since', () => {
    for (const status of ['confirmed', 'cancelled'] as const)
      expect(isWanted('payment-failed', { status, payment: payment({}) })).toBe(false);
  });
});

describe('whether a mail is wanted', () => {
  const redirect = { type: 'redirect', url: 'https://pay.example' } as const;
  const open = (over: Partial<Payment>) =>
    payment({ status: 'requires_action', reason: null, nextAction: redirect, ...over });

  it.each<[string, Partial<OrderForMail>, boolean]>([
    ['a crypto payment that waits', { payment: open({ method: 'crypto' }) }, true],
    ['a card whose owner is asked at once', { payment: open({ method: 'credit_card' }) }, false],
    ['PayPal, where the customer is already', { payment: open({ method: 'paypal' }) }, false],
    ['one that has been paid', { payment: open({ method: 'crypto', nextAction: null }) }, false],
    ['none', { payment: null }, false],
  ])('how to pay: %s', (_, over, wanted) => {
    expect(isWanted('payment-instructions', { status: 'pending', ...over })).toBe(wanted);
  });

  it('a reminder: while the order waits', () => {
    const expiresAt = '2026-11-30T17:30:00.000Z';
    expect(isWanted('payment-expiring', { status: 'pending', expiresAt })).toBe(true);
    expect(isWanted('payment-expiring', { status: 'confirmed', expiresAt: null })).toBe(false);
  });

  it('a cancellation: not of an order that another one replaced', () => {
    expect(isWanted('order-cancelled', { cancelReason: 'superseded' })).toBe(false);
    expect(isWanted('order-cancelled', { cancelReason: 'payment_expired' })).toBe(true);
  });

  it('a payment that goes back: only what came too late', () => {
    for (const reason of ['cancelled', 'paid_already', 'adjusted'])
      expect(isWanted('payment-returned', {}, reason)).toBe(true);
    for (const reason of ['customer_request', 'returned', 'items_cancelled', 'Damaged'])
      expect(isWanted('payment-returned', {}, reason)).toBe(false);
  });
});
