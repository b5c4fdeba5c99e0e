import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import type { Actor } from '../shared/actor.js';
import type { Address } from '../shared/addresses/address.js';
import { countryOf } from '../shared/addresses/country.js';
import type { Transaction } from '../shared/database/unit-of-work.js';
import { type DomainEvent, newEvent } from '../shared/events/event.js';
import type { Claim } from '../shared/idempotency.js';
import { newId, newOrderNumber } from '../shared/ids.js';
import type { Locale } from '../shared/locale.js';
import { nameKey, toPersonalColumn } from '../shared/personal-data.js';
import { unitsThere } from './domain/order-units.js';
import { subtotalOf } from './domain/totals.js';
import type { AttemptRow, OrderPersonal, OrderRow } from './order-row.js';
import type { ChosenPayment } from './payment-source.js';
import { type NewAttempt, type NewOrder, writeAttempt, writeOrder, type Written } from './place-order.sql.js';
import { type PlacingFacts } from './placing-facts.sql.js';
import { priceOf } from './pricing.js';
import { StockMoved } from './stock-moved.js';

export interface OrderWish {
  readonly customer: Actor & { readonly id: string };
  readonly shippingAddress: Address;
  readonly billingAddress: Address;
  readonly destinationKey: string;
  readonly payment?: ChosenPayment;
  readonly items?: readonly unknown[];
  readonly allowPartial?: boolean;
  readonly returnUrl?: string;
  readonly locale: Locale;
  readonly claim?: Claim;
}

export interface WrittenOrder {
  readonly order: OrderRow;
  readonly attempt: AttemptRow | null;
  readonly events: readonly DomainEvent[];
}

/** Writes the intent to sell: order, hold and attempt in one statement of the caller's unit. */
@Injectable()
export class OrderWriter {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** A new order at the prices of this moment. Refuses as `priceOf` does. */
  async create(tx: Transaction, facts: PlacingFacts, wish: OrderWish): Promise<WrittenOrder> {
    const { currency, lines, unavailable, totals, shippingTaxClass } = priceOf(facts, wish);
    const order: NewOrder = {
      id: newId(),
      number: newOrderNumber(),
      customerId: wish.customer.id,
      cartVersion: wish.items ? null : facts.cartVersion,
      // A payment that goes on elsewhere would find the cart changed when it comes back.
      clearsCart: !wish.items && (!wish.payment || wish.payment.method.continues !== null),
      paymentStatus: wish.payment ? 'pending' : 'unpaid',
      paymentMethod: wish.payment?.method.method ?? null,
      currency,
      ...totals,
      shippingTaxClass,
      destinationKey: wish.destinationKey,
      country: countryOf(wish.shippingAddress),
      nameKey: nameKey(wish.shippingAddress.recipient ?? facts.customer.name),
      personal: toPersonalColumn(personalOf(facts, wish)),
      locale: wish.locale,
      windowMinutes: wish.payment?.method.windowMinutes ?? this.config.CARD_PAYMENT_WINDOW_MINUTES,
      unavailableItems: unavailable.length > 0 ? unavailable : null,
      lines: lines.map((line, index) => ({
        line_no: index + 1,
        product_id: line.productId,
        product_name: line.productName,
        product_class: line.productClass,
        quantity: line.quantity,
        price_minor: line.priceMinor,
        subtotal_minor: subtotalOf(line),
        backordered: line.backordered,
        cancelled: 0,
      })),
    };
    const attempt = wish.payment
      ? this.attemptFor(order, order.grandTotalMinor, wish.payment, wish.returnUrl)
      : null;
    const events = [
      this.created(order, wish.customer),
      ...(attempt ? [started(attempt, wish.customer)] : []),
    ];
    const audit = auditOf('order.place', wish.customer, order.number, {
      amountMinor: order.grandTotalMinor,
      currency,
      attemptId: attempt?.id ?? null,
    });
    const written = await writeOrder(tx, order, attempt, wish.claim, { events, audit });
    if (!written.allThere) throw new StockMoved();
    return {
      order: orderRow(order, written, facts, wish),
      attempt: attempt && attemptRow(attempt, written),
      events,
    };
  }

  /** A further attempt for a pending order; its units are held again where the last failure released them. */
  async payAgain(
    tx: Transaction,
    order: OrderRow,
    wish: { payment: ChosenPayment; returnUrl?: string; actor: Actor; claim?: Claim },
  ): Promise<WrittenOrder> {
    const target = { id: order.id, customerId: order.customer_id, currency: order.currency };
    const attempt = this.attemptFor(target, order.grand_total_minor, wish.payment, wish.returnUrl);
    const events = [started(attempt, wish.actor)];
    const audit = auditOf('order.pay', wish.actor, order.number, {
      attemptId: attempt.id,
      amountMinor: attempt.amountMinor,
    });
    const windowMinutes = wish.payment.method.windowMinutes;
    const written = await writeAttempt(tx, order, attempt, windowMinutes, wish.claim, { events, audit });
    if (!written.allThere) throw new StockMoved(unitsThere(order));
    const paying = {
      ...order,
      hold: 'held',
      payment_status: 'pending',
      payment_method: attempt.method,
      expires_at: written.expiresAt,
    } as const;
    return { order: paying, attempt: attemptRow(attempt, written), events };
  }

  private attemptFor(
    order: { id: string; customerId: string; currency: string },
    amountMinor: number,
    payment: ChosenPayment,
    returnUrl: string | undefined,
  ): NewAttempt {
    return {
      id: newId(),
      orderId: order.id,
      customerId: order.customerId,
      gateway: payment.method.gateway,
      method: payment.method.method,
      capturesLater: payment.method.capturesLater,
      amountMinor,
      currency: order.currency,
      returnUrl: returnUrl ?? null,
      deadlineSeconds: this.config.ATTEMPT_DEADLINE_SECONDS,
    };
  }

  private created(order: NewOrder, actor: Actor): DomainEvent {
    return newEvent({
      type: 'order.created',
      orderId: order.id,
      customerId: order.customerId,
      actor: actor.kind,
      data: { from: null, to: 'pending', amountMinor: order.grandTotalMinor, currency: order.currency },
    });
  }
}

function personalOf(facts: PlacingFacts, wish: OrderWish): OrderPersonal {
  const { email, name } = facts.customer;
  return {
    email,
    name: name ?? null,
    shippingAddress: wish.shippingAddress,
    billingAddress: wish.billingAddress,
  };
}

const started = (attempt: NewAttempt, actor: Actor): DomainEvent =>
  newEvent({
    type: 'payment.started',
    orderId: attempt.orderId,
    customerId: attempt.customerId,
    actor: actor.kind,
    data: {
      attemptId: attempt.id,
      method: attempt.method,
      amountMinor: attempt.amountMinor,
      currency: attempt.currency,
    },
  });

const auditOf = (action: string, actor: Actor, orderNumber: string, facts: Record<string, unknown>) =>
  ({ action, outcome: 'done', actor, subject: { kind: 'order', id: orderNumber }, facts }) as const;

function orderRow(order: NewOrder, written: Written, facts: PlacingFacts, wish: OrderWish): OrderRow {
  return {
    id: order.id,
    number: order.number,
    customer_id: order.customerId,
    cart_version: order.cartVersion,
    cart_cleared: order.clearsCart,
    status: 'pending',
    payment_status: order.paymentStatus,
    hold: 'held',
    payment_method: order.paymentMethod,
    currency: order.currency,
    total_minor: order.totalMinor,
    shipping_minor: order.shippingMinor,
    tax_minor: order.taxMinor,
    taxes: order.taxes,
    shipping_tax_class: order.shippingTaxClass,
    grand_total_minor: order.grandTotalMinor,
    destination_key: order.destinationKey,
    unavailable_items: order.unavailableItems,
    personal: personalOf(facts, wish),
    locale: order.locale,
    email_status: null,
    cancel_reason: null,
    paid_attempt_id: null,
    transaction_id: null,
    expires_at: written.expiresAt,
    expiry_extended: false,
    created_at: written.now,
    lines: order.lines,
    adjustments: [],
  };
}

function attemptRow(attempt: NewAttempt, written: Written): AttemptRow {
  return {
    id: attempt.id,
    order_id: attempt.orderId,
    customer_id: attempt.customerId,
    gateway: attempt.gateway,
    method: attempt.method,
    amount_minor: attempt.amountMinor,
    currency: attempt.currency,
    status: 'started',
    failure_reason: null,
    failure_code: null,
    intent_id: null,
    transaction_id: null,
    card: null,
    next_action: null,
    return_url: attempt.returnUrl,
    captures_later: attempt.capturesLater,
    authorized_minor: 0,
    captured_minor: 0,
    released_minor: 0,
    refunded_minor: 0,
    disputed_minor: 0,
    completing_since: null,
    closing_since: null,
    deadline_at: written.deadlineAt!,
    created_at: written.now,
  };
}
