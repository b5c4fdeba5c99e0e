/**
 * Orders: what a customer asked for, at the prices of that moment, and everything that changes it.
 * Owns orders, lines, adjustments, parcels and returns; writes stock, attempts, refunds and ledger in its two SQL files.
 * Promises: intent is committed before a gateway is called, its outcome after; payment news becomes order news in
 * settle-payment.use-case.ts and nowhere else; the status moves only along domain/order-states.ts.
 * Never: calls a gateway inside a transaction, or believes a webhook.
 * Start reading at place-order.use-case.ts, then domain/settlement.ts and settle.sql.ts.
 */
export { AskGateway, type GatewaySaid } from './back-office/ask-gateway.use-case.js';
export { type BulkRow, type BulkRun, BulkRuns } from './back-office/bulk-run.queries.js';
export { Exports, type ExportState } from './back-office/export.queries.js';
export { type ExportSource, ExportSources } from './back-office/export-source.js';
export type { OrderExportFilter } from './back-office/order-export.js';
export { RequestExport, type RequestExportCommand } from './back-office/request-export.use-case.js';
export { StartBulkRun, type StartBulkRunCommand } from './back-office/start-bulk-run.use-case.js';
export { DecideRefund, type DecideRefundCommand } from './back-office/decide-refund.use-case.js';
export { HastenCaptures } from './back-office/hasten-captures.use-case.js';
export { type MadeMove, MakeMove, type MakeMoveCommand } from './back-office/make-move.use-case.js';
export type {
  AllowedMove,
  MailToBeSent,
  MovePreview,
  OpenPayment,
  PreviewedEffects,
  RefusedMove,
  Undo,
} from './back-office/move-preview.js';
export { type Move, type MoveInputs, type MoveName, MOVES } from './back-office/moves.js';
export { MovesModule } from './back-office/moves.module.js';
export { NoteQueries, type OrderNote } from './back-office/note.queries.js';
export { type FormLine, type OrderForm, OrderForms } from './back-office/order-form.queries.js';
export { type PreviewCommand, PreviewMoves } from './back-office/preview-moves.use-case.js';
export { RefundLimits } from './back-office/refund-limits.js';
export { type RefundProposal, RefundProposals } from './back-office/refund-proposal.queries.js';
export { WriteNote, type WriteNoteCommand } from './back-office/write-note.use-case.js';
export { type DisputeFilter, DisputeList, type DisputeListRow } from './back-office/dispute-list.queries.js';
export {
  type InterventionFilter,
  InterventionList,
  type InterventionRow,
} from './back-office/intervention-list.queries.js';
export { type OrderFilter, OrderList, type OrderListRow } from './back-office/order-list.queries.js';
export { type ParcelFilter, ParcelList, type ParcelListRow } from './back-office/parcel-list.queries.js';
export { type PaymentFilter, PaymentList, type PaymentListRow } from './back-office/payment-list.queries.js';
export { type RefundFilter, RefundList, type RefundListRow } from './back-office/refund-list.queries.js';
export { type ReturnFilter, ReturnList, type ReturnListRow } from './back-office/return-list.queries.js';
export { accountChecks } from './checks/account-checks.js';
export { eventChecks } from './checks/event-checks.js';
export { holdChecks } from './checks/hold-checks.js';
export { orderChecks } from './checks/order-checks.js';
export { parcelChecks } from './checks/parcel-checks.js';
export { returnChecks } from './checks/return-checks.js';
export { totalChecks } from './checks/total-checks.js';
export { type OrderStatus, orderStates } from './domain/order-states.js';
export { returnStates } from './domain/return-states.js';
export { MailForecasts, type MailOccasion } from './mail-forecasts.js';
export { confirmationMailed } from './mail-status.js';
export { type MailSubject, OrderMailQueries } from './order-mail.queries.js';
export { NOT_THE_CUSTOMERS, type OrderForMail, type UnitsForMail } from './order-mail.view.js';
export { OrderLinks } from './order-links.js';
export { OrderQueries } from './order.queries.js';
export { OrdersModule } from './orders.module.js';
