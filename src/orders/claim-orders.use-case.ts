import { Injectable } from '@nestjs/common';
import { Recorder } from '../audit/index.js';
import { GuestRepository } from '../auth/index.js';
import type { Actor } from '../shared/actor.js';
import { type Transaction, UnitOfWork } from '../shared/database/unit-of-work.js';
import { type Claim, takeClaim } from '../shared/idempotency.js';
import { DomainError } from '../shared/problem.js';
import { OrderLinks } from './order-links.js';
import { claimableGuests, claimedOrders, lockClaimant } from './owners.sql.js';

export interface ClaimOrdersCommand {
  readonly caller: Actor & { readonly id: string };
  /** Of the link in a mail. */
  readonly token: string;
  readonly claim?: Claim;
}

/**
 * Makes what a person ordered as a guest the account's of the same address. The link shows that the mails of the order
 * are read; the address, that it is this account's: a link that was passed on hands over nothing. Twice is once.
 */
@Injectable()
export class ClaimOrders {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly links: OrderLinks,
    private readonly guests: GuestRepository,
  ) {}

  /**
   * The numbers of the orders that are claimed. 404 `order_not_found`, 410 `link_expired`, 403 `account_required`, 409
   * `order_already_claimed`, `order_of_another_email`.
   */
  async run(command: ClaimOrdersCommand): Promise<string[]> {
    const { orderNumber } = await this.links.verify(command.token);
    return this.uow.run((tx) => this.claim(tx, command, orderNumber));
  }

  private async claim(
    tx: Transaction,
    { caller, claim }: ClaimOrdersCommand,
    orderNumber: string,
  ): Promise<string[]> {
    const facts = await lockClaimant(tx, caller.id, orderNumber);
    if (!facts) throw new DomainError('order_not_found');
    if (!facts.isAccount) throw new DomainError('account_required');
    if (facts.isTaken) throw new DomainError('order_already_claimed', { orderId: orderNumber });
    if (!facts.sameEmail) throw new DomainError('order_of_another_email', { orderId: orderNumber });
    const guests = await claimableGuests(tx, caller.id);
    if (guests.length > 0) {
      await this.guests.claim(tx, caller.id, guests);
      await this.recorder.record(tx, {
        events: [],
        audit: {
          action: 'orders.claim',
          outcome: 'done',
          actor: caller,
          subject: { kind: 'user', id: caller.id },
          facts: { orderId: orderNumber, guests },
        },
      });
    }
    await takeClaim(tx, claim, facts.orderId);
    return claimedOrders(tx, caller.id);
  }
}
