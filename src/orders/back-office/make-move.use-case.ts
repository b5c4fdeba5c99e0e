import { Injectable } from '@nestjs/common';
import { Recorder } from '../../audit/index.js';
import type { Actor } from '../../shared/actor.js';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { DomainError, problems } from '../../shared/problem.js';
import { OrderQueries } from '../order.queries.js';
import { type OrderState, stateOf } from '../staff-word.js';
import type { GatewaySaid } from './ask-gateway.use-case.js';
import { type Making, MoveMakers } from './move-makers.js';
import { GIVES_BACK, type Move, type MoveName } from './moves.js';
import { Once } from '../../shared/once.js';
import { PreviewMoves } from './preview-moves.use-case.js';
import { ProposeRefund } from './propose-refund.js';
import { RefundLimits } from './refund-limits.js';
import { checkedReason } from './staff-reason.js';

/** A move as somebody at the panel makes it. Whether they may at all is the caller's to know. */
export type MakeMoveCommand = Move & {
  readonly actor: Actor & { readonly id: string };
  readonly orderNumber: string;
  /** One line of 3 to 500 characters, for the audit. */
  readonly reason: string;
  /** `version` of the preview that was looked at. */
  readonly expectedVersion: number;
  /** What this person may give back of one payment in all, in minor units; `null`: as much as there is. */
  readonly limitMinor: number | null;
  /** Made with the form: the same token is one move, however often it is sent. */
  readonly token: string;
};

/** Refusals that an auditor wants to see. */
const TOLD: ReadonlySet<number> = new Set([403, 409]);

/** The order after the move. */
export interface MadeMove extends OrderState {
  readonly move: MoveName;
  readonly orderId: string;
  /** What the gateway said, where it was asked. */
  readonly said?: GatewaySaid;
  /** Nothing has happened yet: what goes back needs a second person, who finds it under this id. */
  readonly proposalId?: string;
}

/**
 * Makes one move by its use case: once for one token, only on the state that was seen, and with a reason. What is refused
 * leaves a row in the audit and nothing else.
 */
@Injectable()
export class MakeMove {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly queries: OrderQueries,
    private readonly once: Once,
    private readonly makers: MoveMakers,
    private readonly previews: PreviewMoves,
    private readonly limits: RefundLimits,
    private readonly propose: ProposeRefund,
  ) {}

  /**
   * 409 `order_has_changed` with the present state, 404 `order_not_found`, 400 `validation_failed`, 403
   * `refund_above_limit`, 409 `refund_already_proposed`, and the refusals of the move, as its preview tells them.
   */
  async run(command: MakeMoveCommand): Promise<MadeMove> {
    const { actor, orderNumber, move, input } = command;
    const reason = checkedReason(command.reason);
    const orderId = await this.queries.orderIdFor(actor, orderNumber);
    const form = { ownerId: actor.id, token: command.token, wish: [orderNumber, move, input] };
    try {
      return await this.once.run(form, async (claim) => {
        // What an earlier run of this very wish has committed is no change that anybody has to see.
        const expectedVersion = claim.resumes ? undefined : command.expectedVersion;
        const making = { actor, orderNumber, reason, expectedVersion, claim };
        const made = await this.madeOrProposed(command, making);
        return { move, orderId: orderNumber, ...(await stateOf(this.uow.db, orderId)), ...made };
      });
    } catch (error) {
      await this.tellRefusal(error, command);
      throw error;
    }
  }

  /** On the state that was seen the plan is what it was: what goes back is known before it does. */
  private async madeOrProposed(
    command: MakeMoveCommand,
    making: Making,
  ): Promise<Pick<MadeMove, 'said' | 'proposalId'>> {
    const { orderNumber, expectedVersion, limitMinor } = command;
    const proposed = making.claim?.resumes && (await this.propose.proposedBefore(command));
    if (proposed) return { proposalId: proposed };
    if (GIVES_BACK.has(command.move) && !making.claim?.resumes) {
      const preview = await this.previews.previewOf(command);
      if (preview.isAllowed && preview.version === expectedVersion) {
        this.limits.refuseAbove(limitMinor, preview.effects, orderNumber);
        if (preview.needsSecondPerson)
          return { proposalId: await this.propose.run(command, making, expectedVersion, preview.effects) };
      }
    }
    const said = await this.makers.make(command, making);
    return said ? { said } : {};
  }

  private async tellRefusal(
    error: unknown,
    { actor, orderNumber, move, reason }: MakeMoveCommand,
  ): Promise<void> {
    if (!(error instanceof DomainError) || error.code === 'request_in_progress') return;
    if (!TOLD.has(problems[error.code].status)) return;
    await this.recorder.refused(this.uow.db, {
      action: `panel.${move}`,
      outcome: error.code,
      actor,
      subject: { kind: 'order', id: orderNumber },
      facts: { reason },
    });
  }
}
