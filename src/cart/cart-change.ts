import { Injectable } from '@nestjs/common';
import { type Transaction, UnitOfWork } from '../shared/database/unit-of-work.js';
import { sqlState } from '../shared/sql-state.js';
import { type Claim, takeClaim } from '../shared/idempotency.js';
import { DomainError } from '../shared/problem.js';
import type { CartDto } from './cart.dto.js';
import { CartQueries } from './cart.queries.js';
import { MAX_LINES } from './domain/limits.js';

/** Whose cart, and under which idempotency key. */
export interface CartCommand {
  readonly customerId: string;
  readonly claim?: Claim | undefined;
}

const FOREIGN_KEY_VIOLATION = '23503';

/** What all changes of a cart share: the change, its claim and the cart that came of it, in one commit. */
@Injectable()
export class CartChange {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly carts: CartQueries,
  ) {}

  /** `change` locks the cart row before anything else. A resumed claim has had its effect: the cart is told again. */
  async run(
    { customerId, claim }: CartCommand,
    change: (tx: Transaction) => Promise<void>,
  ): Promise<CartDto> {
    if (claim?.resumes) return this.carts.readCart(this.uow.db, customerId);
    const unit = this.uow.run(async (tx) => {
      await change(tx);
      await takeClaim(tx, claim, null);
      return this.outcome(tx, customerId);
    });
    return unit.catch(asForgottenCustomer);
  }

  /** The cart after a change; 400 `validation_failed` where it has become longer than a cart may be. Inside a transaction. */
  async outcome(tx: Transaction, customerId: string): Promise<CartDto> {
    const cart = await this.carts.readCart(tx.db, customerId);
    if (cart.items.length > MAX_LINES) {
      const message = `a cart holds at most ${MAX_LINES} different products`;
      throw new DomainError('validation_failed', { errors: [{ field: 'productId', message }] });
    }
    return cart;
  }
}

/** A token can outlive its user: products are never deleted, so it is the customer who is not there any more. */
function asForgottenCustomer(error: unknown): never {
  throw sqlState(error) === FOREIGN_KEY_VIOLATION ? new DomainError('unauthorized') : error;
}
