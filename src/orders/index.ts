/**
 * Orders: what a customer asked for, at the prices of that moment, and everything that changes it.
 * Owns orders, lines, adjustments, parcels and returns; writes stock, attempts, refunds and ledger in its two SQL files.
 * Promises: intent is committed before a gateway is called, its outcome after; payment news becomes order news in
 * settle-payment.use-case.ts and nowhere else; the status moves only along domain/order-states.ts.
 * Never: calls a gateway inside a transaction, or believes a webhook.
 * Start reading at place-order.use-case.ts, then domain/settlement.ts and settle.sql.ts.
 */
export { accountChecks } from './checks/account-checks.js';
export { eventChecks } from './checks/event-checks.js';
export { holdChecks } from './checks/hold-checks.js';
export { orderChecks } from './checks/order-checks.js';
export { parcelChecks } from './checks/parcel-checks.js';
export { returnChecks } from './checks/return-checks.js';
export { totalChecks } from './checks/total-checks.js';
export { type OrderStatus, orderStates } from './domain/order-states.js';
export { returnStates } from './domain/return-states.js';
export { confirmationMailed } from './mail-status.js';
export { PAYMENT_STATUSES } from './order.dto.js';
export { type MailSubject, OrderMailQueries } from './order-mail.queries.js';
export { NOT_THE_CUSTOMERS, type OrderForMail, type UnitsForMail } from './order-mail.view.js';
export { OrderLinks } from './order-links.js';
export { OrderQueries } from './order.queries.js';
export { OrdersModule } from './orders.module.js';
