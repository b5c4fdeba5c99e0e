import { Injectable } from '@nestjs/common';
import type { Actor } from '../../shared/actor.js';
import { type Transaction, UnitOfWork } from '../../shared/database/unit-of-work.js';
import { maskedEmail } from '../../shared/masked-email.js';
import { DomainError } from '../../shared/problem.js';
import { pendingCaptures } from '../captures.sql.js';
import { effectsOf, type MoveOutline } from '../domain/move-effects.js';
import { MailForecasts } from './mail-forecasts.js';
import { OrderMailQueries } from '../order-mail.queries.js';
import type { OrderForMail } from '../order-mail.view.js';
import { OrderQueries } from '../order.queries.js';
import { lockOrder } from '../settle.sql.js';
import { stateOf } from '../staff-word.js';
import { MovePlans, type PlannedMove, type PlanningContext } from './move-plans.js';
import type { AllowedMove, MailToBeSent, MovePreview, PreviewedEffects } from './move-preview.js';
import { IF_PAID, sentenceOf, UNDO, WARNINGS } from './move-words.js';
import { GIVES_BACK, type Move } from './moves.js';
import { RefundLimits } from './refund-limits.js';
import { sampleMoves } from './sample-moves.js';

export interface PreviewCommand {
  readonly actor: Actor & { readonly id: string };
  readonly orderNumber: string;
}

/** What previews of one order share. */
interface Sight extends PlanningContext {
  readonly version: number;
  readonly underWayMinor: number;
  readonly forMail: OrderForMail;
}

/** Every plan is told what it would be told with: a reason will be given before anything happens. */
const REASON = 'to be given';

/** Says what moves would do, by the plans that do it. Locks the order for as long as it looks, and writes nothing. */
@Injectable()
export class PreviewMoves {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly queries: OrderQueries,
    private readonly mails: OrderMailQueries,
    private readonly forecasts: MailForecasts,
    private readonly plans: MovePlans,
    private readonly limits: RefundLimits,
  ) {}

  /**
   * Each move, whether it can be made now, and why not: where a move needs an input, by the least that it could do, so
   * that its effects are for `previewOf`. 404 `order_not_found`.
   */
  all(command: PreviewCommand): Promise<MovePreview[]> {
    return this.looking(command, async (sight) => {
      const previews: MovePreview[] = [];
      for (const move of await sampleMoves(sight)) previews.push(await this.preview(sight, move));
      return previews;
    });
  }

  /** What one move would do with its input, or why it is refused. 404 `order_not_found`. */
  previewOf(command: PreviewCommand & Move): Promise<MovePreview> {
    return this.looking(command, (sight) => this.preview(sight, command));
  }

  private async looking<T>(
    { actor, orderNumber }: PreviewCommand,
    look: (sight: Sight) => Promise<T>,
  ): Promise<T> {
    const orderId = await this.queries.orderIdFor(actor, orderNumber);
    const forMail = await this.mails.forMail(orderId, {});
    return this.uow.run(async (tx) => look(await sightOf(tx, orderId, actor, forMail)));
  }

  private async preview(sight: Sight, move: Move): Promise<MovePreview> {
    const { locked, version } = sight;
    const common = { move: move.move, orderId: locked.order.number, version };
    try {
      const planned = await this.plans.of(sight, move);
      return { ...common, ...this.allowed(sight, move, planned) };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const { code, facts } = error;
      return { ...common, isAllowed: false, code, sentence: sentenceOf(error), facts };
    }
  }

  private allowed(
    sight: Sight,
    { move }: Move,
    planned: PlannedMove,
  ): Omit<AllowedMove, 'move' | 'orderId' | 'version'> {
    const { ifUndecided } = planned;
    const open = sight.locked.openAttempt;
    const effects = this.effects(sight, planned, planned.outline);
    return {
      isAllowed: true,
      effects,
      needsSecondPerson: GIVES_BACK.has(move) && this.limits.needSecondPerson(effects),
      openPayment:
        ifUndecided && open
          ? {
              method: open.method,
              amountMinor: open.amount_minor,
              currency: open.currency,
              ifUndecided: 'code' in ifUndecided ? ifUndecided : this.effects(sight, planned, ifUndecided),
              ifPaid: IF_PAID[move] ?? '',
            }
          : null,
      warnings: WARNINGS[move] ?? [],
      undo: UNDO[move],
    };
  }

  private effects(sight: Sight, { attempt }: PlannedMove, outline: MoveOutline): PreviewedEffects {
    const { order } = sight.locked;
    const effects = effectsOf(outline, { order, attempt, underWayMinor: sight.underWayMinor });
    const after: OrderForMail = {
      ...sight.forMail,
      status: effects.status.to,
      cancelReason: outline.order?.cancel_reason ?? order.cancel_reason,
    };
    const dataOf = (type: string) => outline.events.find((event) => event.type === type)?.data ?? {};
    const to = maskedEmail(order.personal.email);
    const mails = effects.events.flatMap(({ type, when }): MailToBeSent[] => {
      const template = this.forecasts.of({ type, data: dataOf(type), order: after });
      return template === undefined ? [] : [{ template, to, when }];
    });
    return { ...effects, mails };
  }
}

async function sightOf(
  tx: Transaction,
  orderId: string,
  actor: Actor & { readonly id: string },
  forMail: OrderForMail,
): Promise<Sight> {
  const locked = await lockOrder(tx, orderId);
  const { version } = await stateOf(tx.db, orderId);
  const pending = await pendingCaptures(tx.db, orderId);
  const underWayMinor = pending.reduce((sum, { amount_minor: amountMinor }) => sum + amountMinor, 0);
  return { tx, locked, actor, reason: REASON, version, underWayMinor, forMail };
}
