import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { privateId, publicId } from '../../shared/ids.js';
import type { PreviewedEffects } from './move-preview.js';
import type { MoveName } from './moves.js';
import { type ProposalRow, type ProposalStatus, readProposal } from './refund-proposals.sql.js';

/** A refund that waits, or waited, for a second person. Amounts in minor units, times in ISO 8601. */
export interface RefundProposal {
  readonly proposalId: string;
  readonly orderId: string;
  readonly move: MoveName;
  readonly amountMinor: number;
  readonly currency: string;
  /** What was foretold when it was proposed. */
  readonly effects: PreviewedEffects;
  readonly reason: string;
  readonly status: ProposalStatus;
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly expiresAt: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly decidedReason: string | null;
  readonly failureCode: string | null;
}

/** More than wait at a time; the oldest are told first. */
const WAITING_MAX = 200;
/** Of one order. */
const HISTORY_MAX = 50;

@Injectable()
export class RefundProposals {
  constructor(private readonly uow: UnitOfWork) {}

  /** Those that somebody can decide about now, the oldest first. */
  async waiting(): Promise<RefundProposal[]> {
    const { rows } = await sql<{ proposal: ProposalRow }>`
      select to_jsonb(p) || jsonb_build_object('order_number', o.number) as proposal
      from refund_proposals p join orders o on o.id = p.order_id
      where p.status = 'open' and p.expires_at > now() order by p.proposed_at limit ${WAITING_MAX}`.execute(
      this.uow.db,
    );
    return rows.map(({ proposal }) => proposalView(proposal));
  }

  /** One by its outside id, whatever has become of it. */
  async find(proposalId: string): Promise<RefundProposal | undefined> {
    const id = privateId('rpr', proposalId);
    const row = id && (await readProposal(this.uow.db, id));
    return row ? proposalView(row) : undefined;
  }

  /** All of an order by its number, the newest first. */
  async of(orderNumber: string): Promise<RefundProposal[]> {
    const { rows } = await sql<{ proposal: ProposalRow }>`
      select to_jsonb(p) || jsonb_build_object('order_number', o.number) as proposal
      from refund_proposals p join orders o on o.id = p.order_id
      where o.number = ${orderNumber} order by p.proposed_at desc limit ${HISTORY_MAX}`.execute(this.uow.db);
    return rows.map(({ proposal }) => proposalView(proposal));
  }
}

const isoTime = (moment: string | null): string | null => moment && new Date(moment).toISOString();

export const proposalView = (row: ProposalRow): RefundProposal => ({
  proposalId: publicId('rpr', row.id),
  orderId: row.order_number,
  move: row.move,
  amountMinor: row.amount_minor,
  currency: row.currency,
  effects: row.effects,
  reason: row.reason,
  status: row.status,
  proposedBy: row.proposed_by,
  proposedAt: isoTime(row.proposed_at)!,
  expiresAt: isoTime(row.expires_at)!,
  decidedBy: row.decided_by,
  decidedAt: isoTime(row.decided_at),
  decidedReason: row.decided_reason,
  failureCode: row.failure_code,
});
