import { sql } from 'kysely';
import type { Db, Transaction } from '../../shared/database/unit-of-work.js';
import { privateId } from '../../shared/ids.js';
import { DomainError } from '../../shared/problem.js';
import type { PreviewedEffects } from './move-preview.js';
import type { Move } from './moves.js';

export type ProposalStatus = 'open' | 'approved' | 'done' | 'stale' | 'rejected' | 'expired';

/** A refund that waits for a second person, as the database has it. */
export interface ProposalRow {
  readonly id: string;
  readonly order_id: string;
  readonly order_number: string;
  readonly move: Move['move'];
  readonly input: Move['input'];
  readonly version: number;
  readonly amount_minor: number;
  readonly currency: string;
  readonly effects: PreviewedEffects;
  readonly reason: string;
  readonly status: ProposalStatus;
  readonly proposed_by: string;
  readonly proposed_at: string;
  readonly expires_at: string;
  readonly decided_by: string | null;
  readonly decided_at: string | null;
  readonly decided_reason: string | null;
  /** Why an approved one could not be carried out. */
  readonly failure_code: string | null;
}

export interface NewProposal extends Pick<
  ProposalRow,
  'id' | 'move' | 'input' | 'version' | 'amount_minor' | 'currency' | 'effects' | 'reason' | 'proposed_by'
> {
  readonly orderId: string;
  readonly hours: number;
}

const COLUMNS = sql`to_jsonb(p) || jsonb_build_object('order_number',
  (select number from orders o where o.id = p.order_id)) as proposal`;

/** Those whose time is over, or whose order is not what they saw any more, give way. The order is locked. 409 `refund_already_proposed` where one is open or under way. */
export async function insertProposal(tx: Transaction, proposal: NewProposal): Promise<void> {
  await expireProposals(tx.db, sql`order_id = ${proposal.orderId}`);
  await sql`
    update refund_proposals set status = 'stale', failure_code = 'order_has_changed'
    where order_id = ${proposal.orderId} and status = 'open' and version <> ${proposal.version}`.execute(
    tx.db,
  );
  const { rows } = await sql`
    insert into refund_proposals (id, order_id, customer_id, move, input, version, amount_minor, currency, effects, reason,
      status, proposed_by, expires_at)
    select ${proposal.id}, o.id, o.customer_id, ${proposal.move}, ${JSON.stringify(proposal.input)}::jsonb, ${proposal.version},
      ${proposal.amount_minor}, ${proposal.currency}, ${JSON.stringify(proposal.effects)}::jsonb, ${proposal.reason}, 'open',
      ${proposal.proposed_by}, now() + make_interval(hours => ${proposal.hours})
    from orders o where o.id = ${proposal.orderId}
    on conflict do nothing returning 1`.execute(tx.db);
  if (rows.length === 0) throw new DomainError('refund_already_proposed');
}

const expireProposals = (db: Db, which: ReturnType<typeof sql>) =>
  sql`
    update refund_proposals set status = 'expired' where status = 'open' and expires_at <= now() and ${which}`.execute(
    db,
  );

/** The order that a proposal is about; orders are locked before proposals. 404 `refund_proposal_not_found`. */
export async function orderOfProposal(tx: Transaction, proposalId: string): Promise<string> {
  const id = privateId('rpr', proposalId);
  const found = id && (await readProposal(tx.db, id));
  if (!found) throw new DomainError('refund_proposal_not_found');
  return found.order_id;
}

/** By its outside id, locked until the unit ends. 404 `refund_proposal_not_found`. */
export async function lockProposal(tx: Transaction, proposalId: string): Promise<ProposalRow> {
  const id = privateId('rpr', proposalId);
  if (id) {
    await expireProposals(tx.db, sql`id = ${id}`);
    await sql`select 1 from refund_proposals where id = ${id} for update`.execute(tx.db);
  }
  const found = id && (await readProposal(tx.db, id));
  if (!found) throw new DomainError('refund_proposal_not_found');
  return found;
}

export async function readProposal(db: Db, id: string): Promise<ProposalRow | undefined> {
  const { rows } = await sql<{ proposal: ProposalRow }>`
    select ${COLUMNS} from refund_proposals p where p.id = ${id}`.execute(db);
  return rows[0]?.proposal;
}

export interface ProposalDecision {
  readonly status: 'approved' | 'rejected';
  readonly by: string;
  readonly reason: string;
}

/** Of a proposal that is locked. */
export async function decideProposal(
  tx: Transaction,
  id: string,
  { status, by, reason }: ProposalDecision,
): Promise<void> {
  await sql`
    update refund_proposals set status = ${status}, decided_by = ${by}, decided_at = now(), decided_reason = ${reason}
    where id = ${id}`.execute(tx.db);
}

/** The last that somebody has proposed while a repeat of their request can still come. */
export async function proposalOf(
  db: Db,
  {
    orderNumber,
    move,
    by,
  }: { readonly orderNumber: string; readonly move: Move['move']; readonly by: string },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select p.id from refund_proposals p join orders o on o.id = p.order_id
    where o.number = ${orderNumber} and p.move = ${move} and p.proposed_by = ${by}
      and p.proposed_at > now() - interval '24 hours'
    order by p.proposed_at desc limit 1`.execute(db);
  return rows[0]?.id;
}

/** Nobody decided: the order stands against it. */
export async function makeStale(db: Db, id: string, code: string): Promise<void> {
  await sql`update refund_proposals set status = 'stale', failure_code = ${code} where id = ${id}`.execute(
    db,
  );
}

/** How an approved one has ended; once. */
export async function endProposal(
  db: Db,
  id: string,
  end: { readonly status: 'done' } | { readonly status: 'stale'; readonly code: string },
): Promise<void> {
  await sql`
    update refund_proposals set status = ${end.status}, failure_code = ${'code' in end ? end.code : null}
    where id = ${id} and status = 'approved'`.execute(db);
}

/** Approved so many seconds ago and not ended: whoever carried them out is gone. */
export async function abandonedProposals(db: Db, seconds: number, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from refund_proposals
    where status = 'approved' and decided_at < now() - make_interval(secs => ${seconds}) order by decided_at limit ${limit}`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}
