import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Recorder } from '../audit/index.js';
import type { Actor } from '../shared/actor.js';
import { inOneStatement } from '../shared/database/one-statement.js';
import { type Transaction, UnitOfWork } from '../shared/database/unit-of-work.js';
import { type EventType, newEvent } from '../shared/events/event.js';
import { type Claim, takeClaim } from '../shared/idempotency.js';
import { DomainError } from '../shared/problem.js';
import { isProductId } from './product-id.js';
import { moveStock, type StockMove } from './stock.sql.js';

export interface StockCommand {
  readonly actor: Actor & { readonly id: string };
  readonly productId: string;
  /** For the ledger: a delivery note, or why a count differs. */
  readonly reason?: string;
  readonly claim?: Claim;
}

export interface StockLevel {
  readonly onHand: number;
  readonly held: number;
}

/** What a person does to the stock of one product. */
export interface StockChange {
  readonly move: StockMove;
  readonly quantity: number;
}

/** The frame of every change of stock by a person: lock the product's stock, take the claim, move, tell; one commit. */
@Injectable()
export class ChangeStock {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
  ) {}

  /** 404 `product_not_found`; 409 `stock_is_held` where units would go that orders hold. Nothing for `change` to do: nothing is written. */
  async run(
    type: Extract<EventType, `stock.${string}`>,
    command: StockCommand,
    change: (level: StockLevel) => StockChange,
  ): Promise<void> {
    // A claim that stands was committed with its effect: there is nothing left to do.
    if (command.claim?.resumes) return;
    await this.uow.run(async (tx) => {
      const level = await lockStock(tx, command.productId);
      await takeClaim(tx, command.claim, null);
      const { move, quantity } = change(level);
      if (quantity === 0) return;
      await this.move(tx, command, level, { move, quantity });
      await this.tell(tx, type, command, { quantity, ...level });
    });
  }

  private async move(
    tx: Transaction,
    { actor, productId, reason }: StockCommand,
    level: StockLevel,
    { move, quantity }: StockChange,
  ): Promise<void> {
    const { rows } = await inOneStatement<{ moved: boolean }>(
      moveStock(move, [{ productId, quantity }], { actor: actor.kind, reason }),
      sql`select exists (select 1 from moved) as moved`,
    ).execute(tx.db);
    if (!rows[0]!.moved) throw new DomainError('stock_is_held', { productId, ...level });
  }

  private async tell(
    tx: Transaction,
    type: Extract<EventType, `stock.${string}`>,
    { actor, productId, reason }: StockCommand,
    facts: Record<string, unknown>,
  ): Promise<void> {
    const event = newEvent({
      type,
      orderId: null,
      customerId: null,
      productId,
      actor: actor.kind,
      data: { productId, ...facts },
    });
    await this.recorder.record(tx, {
      events: [event],
      audit: {
        action: type,
        outcome: 'done',
        actor,
        subject: { kind: 'product', id: productId },
        facts: { ...facts, reason },
      },
    });
  }
}

async function lockStock(tx: Transaction, productId: string): Promise<StockLevel> {
  const { rows } = isProductId(productId)
    ? await sql<StockLevel>`
        select on_hand as "onHand", held from stock where product_id = ${productId} for no key update`.execute(
        tx.db,
      )
    : { rows: [] };
  if (!rows[0]) throw new DomainError('product_not_found', { productId });
  return rows[0];
}
