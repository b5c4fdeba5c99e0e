import { Module } from '@nestjs/common';
import { OrdersModule } from '../orders.module.js';
import { AskGateway } from './ask-gateway.use-case.js';
import { BulkRuns } from './bulk-run.queries.js';
import { CarryOutRefunds } from './carry-out-refunds.sweep.js';
import { DecideRefund } from './decide-refund.use-case.js';
import { DisputeList } from './dispute-list.queries.js';
import { ExportSources } from './export-source.js';
import { Exports } from './export.queries.js';
import { ForgetBulkRuns } from './forget-bulk-runs.sweep.js';
import { HastenCaptures } from './hasten-captures.use-case.js';
import { InterventionList, OpenInterventions } from './intervention-list.queries.js';
import { MailForecasts } from './mail-forecasts.js';
import { LedgerList } from './ledger-list.queries.js';
import { MakeExports } from './make-exports.sweep.js';
import { MakeMove } from './make-move.use-case.js';
import { MoveMakers } from './move-makers.js';
import { MovePlans } from './move-plans.js';
import { NoteQueries } from './note.queries.js';
import { OrderForms } from './order-form.queries.js';
import { OrderExport } from './order-export.js';
import { OrderList, UnmaskedOrders } from './order-list.queries.js';
import { ParcelList } from './parcel-list.queries.js';
import { PaymentList } from './payment-list.queries.js';
import { PreviewMoves } from './preview-moves.use-case.js';
import { ProposeRefund } from './propose-refund.js';
import { RefundLimits } from './refund-limits.js';
import { RefundList } from './refund-list.queries.js';
import { RefundProposals } from './refund-proposal.queries.js';
import { RequestExport } from './request-export.use-case.js';
import { ReturnList } from './return-list.queries.js';
import { RunBulk } from './run-bulk.sweep.js';
import { StartBulkRun } from './start-bulk-run.use-case.js';
import { TryRow } from './try-row.js';
import { WriteNote } from './write-note.use-case.js';

const stories = [
  PreviewMoves,
  MakeMove,
  AskGateway,
  HastenCaptures,
  WriteNote,
  DecideRefund,
  StartBulkRun,
  RequestExport,
];
const reads = [NoteQueries, OrderForms, RefundProposals, BulkRuns, Exports];
const lists = [
  OrderList,
  PaymentList,
  RefundList,
  ReturnList,
  ParcelList,
  DisputeList,
  InterventionList,
  OpenInterventions,
  LedgerList,
];
const parts = [
  MovePlans,
  MoveMakers,
  RefundLimits,
  ProposeRefund,
  ExportSources,
  OrderExport,
  UnmaskedOrders,
  MailForecasts,
  TryRow,
];
const inTheWorker = [CarryOutRefunds, RunBulk, MakeExports, ForgetBulkRuns];

/** What people do to orders from the panel, and see of them. */
@Module({
  imports: [OrdersModule],
  providers: [...stories, ...reads, ...lists, ...parts, ...inTheWorker],
  exports: [...stories, ...reads, ...lists, RefundLimits, ExportSources, MailForecasts],
})
export class MovesModule {}
