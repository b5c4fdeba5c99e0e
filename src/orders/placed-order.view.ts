import type { PlacedOrderDto } from './order.dto.js';
import { nextActionOf, orderView } from './order-view.js';
import type { PaymentPendingDto, PaymentResultDto } from './place-order.dto.js';
import type { PlacedOrder } from './resume-order.js';
import type { Settled } from './settle-payment.use-case.js';

export function placedOrderView({ order, attempt }: PlacedOrder): PlacedOrderDto {
  const details = orderView(order);
  const message = order.paid_attempt_id ? 'Order placed successfully' : 'Order created';
  const nextAction = nextActionOf(attempt);
  return { ...details, message, orderDetails: details, ...(nextAction && { nextAction }) };
}

export function paymentResultView({ order, attempt }: Settled): PaymentResultDto {
  return {
    paymentStatus: 'success',
    transactionId: attempt.transaction_id,
    orderId: order.number,
    intentId: attempt.intent_id,
    status: order.status,
  };
}

export function paymentPendingView(settled: Settled): PaymentPendingDto {
  const nextAction = nextActionOf(settled.attempt);
  const paymentStatus =
    settled.attempt.status === 'succeeded'
      ? 'success'
      : settled.attempt.status === 'failed'
        ? 'failed'
        : 'pending';
  return { ...paymentResultView(settled), paymentStatus, ...(nextAction && { nextAction }) };
}
