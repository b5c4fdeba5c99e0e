import { Inject, Injectable } from '@nestjs/common';
import { Recorder } from '../../audit/index.js';
import { CONFIG, type Config } from '../../config.js';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { takeClaim } from '../../shared/idempotency.js';
import { newId, publicId } from '../../shared/ids.js';
import { OrderQueries } from '../order.queries.js';
import { lockOrder } from '../settle.sql.js';
import { refuseStale } from '../staff-word.js';
import type { Making } from './move-makers.js';
import type { PreviewedEffects } from './move-preview.js';
import type { Move } from './moves.js';
import { insertProposal, proposalOf } from './refund-proposals.sql.js';

/** Writes down a move whose refund needs a second person, instead of making it: nothing of the order changes. */
@Injectable()
export class ProposeRefund {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly queries: OrderQueries,
  ) {}

  /** The proposal's outside id. 409 `order_has_changed`, `refund_already_proposed`. */
  async run(
    { move, input }: Move,
    making: Making,
    version: number,
    effects: PreviewedEffects,
  ): Promise<string> {
    const { actor, orderNumber, reason, claim } = making;
    const orderId = await this.queries.orderIdFor(actor, orderNumber);
    const { amountMinor, currency } = effects.moneyBack!;
    const id = newId();
    await this.uow.run(async (tx) => {
      const { order } = await lockOrder(tx, orderId);
      await refuseStale(tx, order, { expectedVersion: version });
      await takeClaim(tx, claim, orderId);
      await insertProposal(tx, {
        id,
        orderId,
        move,
        input,
        version,
        amount_minor: amountMinor,
        currency,
        effects,
        reason,
        proposed_by: actor.id,
        hours: this.config.REFUND_PROPOSAL_HOURS,
      });
      await this.recorder.record(tx, {
        events: [],
        audit: {
          action: 'refund.propose',
          outcome: 'done',
          actor,
          subject: { kind: 'order', id: orderNumber },
          facts: { proposalId: publicId('rpr', id), move, amountMinor, currency, reason },
        },
      });
    });
    return publicId('rpr', id);
  }

  /** What an earlier run of the same wish has proposed and never told. */
  async proposedBefore({
    actor,
    orderNumber,
    move,
  }: Pick<Making, 'actor' | 'orderNumber'> & Pick<Move, 'move'>): Promise<string | undefined> {
    const id = await proposalOf(this.uow.db, { orderNumber, move, by: actor.id });
    return id && publicId('rpr', id);
  }
}
