import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../config.js';
import { DomainError } from '../../shared/problem.js';
import { limitIn } from '../domain/refund-limits.js';
import type { PreviewedEffects } from './move-preview.js';

/** How much of an order's money people may give back: alone, and by their role. What went back before counts too. */
@Injectable()
export class RefundLimits {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** What somebody of finance may give back of one payment, in minor units; `null`: as much as there is. */
  ofFinance(currency: string): number | null {
    return limitIn(this.config.FINANCE_REFUND_LIMIT, currency);
  }

  /** Whether a second person has to agree. */
  needSecondPerson({ moneyBack }: Pick<PreviewedEffects, 'moneyBack'>): boolean {
    if (!moneyBack) return false;
    const limit = limitIn(this.config.REFUND_SECOND_PERSON_ABOVE, moneyBack.currency);
    return limit !== null && moneyBack.inAllMinor > limit;
  }

  /** 403 `refund_above_limit`, with the figures. */
  refuseAbove(
    limitMinor: number | null,
    { moneyBack }: Pick<PreviewedEffects, 'moneyBack'>,
    orderId: string,
  ): void {
    if (limitMinor === null || !moneyBack || moneyBack.inAllMinor <= limitMinor) return;
    const { amountMinor, inAllMinor, currency } = moneyBack;
    throw new DomainError('refund_above_limit', { orderId, amountMinor, inAllMinor, limitMinor, currency });
  }
}
