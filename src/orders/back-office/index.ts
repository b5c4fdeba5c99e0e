/**
 * What the shop's people do to orders, and see of them: only panel and worker load it.
 * Owns bulk runs, exports, notes and proposals of refunds. Promises: what a dialog says will happen is what happens, since both
 * come of the same plans; a move that was decided on an older state is refused.
 * Never: moves an order but by the use case that everybody's order moves by.
 * Start reading at make-move.use-case.ts, then move-plans.ts.
 */
export { AskGateway, type GatewaySaid } from './ask-gateway.use-case.js';
export { type BulkRow, type BulkRun, BulkRuns } from './bulk-run.queries.js';
export { DecideRefund, type DecideRefundCommand } from './decide-refund.use-case.js';
export { type DisputeFilter, DisputeList, type DisputeListRow } from './dispute-list.queries.js';
export { type ExportSource, ExportSources } from './export-source.js';
export { Exports, type ExportState } from './export.queries.js';
export { HastenCaptures } from './hasten-captures.use-case.js';
export {
  type InterventionFilter,
  InterventionList,
  type InterventionRow,
  OpenInterventions,
} from './intervention-list.queries.js';
export { type LedgerFilter, LedgerList } from './ledger-list.queries.js';
export { MailForecasts, type MailOccasion } from './mail-forecasts.js';
export { type MadeMove, MakeMove, type MakeMoveCommand } from './make-move.use-case.js';
export type {
  AllowedMove,
  MailToBeSent,
  MovePreview,
  OpenPayment,
  PreviewedEffects,
  RefusedMove,
  Undo,
} from './move-preview.js';
export { type Move, type MoveInputs, type MoveName, MOVES } from './moves.js';
export { MovesModule } from './moves.module.js';
export { NoteQueries, type OrderNote } from './note.queries.js';
export { type FormLine, type OrderForm, OrderForms } from './order-form.queries.js';
export { type OrderFilter, OrderList, type OrderListRow } from './order-list.queries.js';
export { type ParcelFilter, ParcelList, type ParcelListRow } from './parcel-list.queries.js';
export { type PaymentFilter, PaymentList, type PaymentListRow } from './payment-list.queries.js';
export { type PreviewCommand, PreviewMoves } from './preview-moves.use-case.js';
export { RefundLimits } from './refund-limits.js';
export { type RefundFilter, RefundList, type RefundListRow } from './refund-list.queries.js';
export { type RefundProposal, RefundProposals } from './refund-proposal.queries.js';
export { RequestExport, type RequestExportCommand } from './request-export.use-case.js';
export { type ReturnFilter, ReturnList, type ReturnListRow } from './return-list.queries.js';
export { StartBulkRun, type StartBulkRunCommand } from './start-bulk-run.use-case.js';
export { WriteNote, type WriteNoteCommand } from './write-note.use-case.js';
