import { Module } from '@nestjs/common';
import { OrdersModule } from '../orders.module.js';
import { AskGateway } from './ask-gateway.use-case.js';
import { CarryOutRefunds } from './carry-out-refunds.sweep.js';
import { DecideRefund } from './decide-refund.use-case.js';
import { HastenCaptures } from './hasten-captures.use-case.js';
import { MakeMove } from './make-move.use-case.js';
import { MoveMakers } from './move-makers.js';
import { MovePlans } from './move-plans.js';
import { NoteQueries } from './note.queries.js';
import { Once } from './once.js';
import { PreviewMoves } from './preview-moves.use-case.js';
import { ProposeRefund } from './propose-refund.js';
import { RefundLimits } from './refund-limits.js';
import { RefundProposals } from './refund-proposal.queries.js';
import { WriteNote } from './write-note.use-case.js';

const stories = [PreviewMoves, MakeMove, AskGateway, HastenCaptures, WriteNote, DecideRefund];
const reads = [NoteQueries, RefundProposals];
const parts = [MovePlans, MoveMakers, Once, RefundLimits, ProposeRefund, CarryOutRefunds];

/** What people do to orders from the panel. */
@Module({
  imports: [OrdersModule],
  providers: [...stories, ...reads, ...parts],
  exports: [...stories, ...reads, RefundLimits],
})
export class MovesModule {}
