import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Recorder } from '../audit/index.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { takeClaim } from '../shared/idempotency.js';
import { DomainError } from '../shared/problem.js';
import type { StockCommand } from './change-stock.js';
import { isProductId } from './product-id.js';

/** At how many that can be ordered somebody is told; null: never. What is low by then is told by the next sweep. */
@Injectable()
export class SetLowStockNotice {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
  ) {}

  /** 404 `product_not_found`. */
  async run({ actor, productId, lowAt, claim }: StockCommand & { lowAt: number | null }): Promise<void> {
    if (claim?.resumes) return;
    await this.uow.run(async (tx) => {
      if (!isProductId(productId)) throw new DomainError('product_not_found', { productId });
      await takeClaim(tx, claim, null);
      const { numAffectedRows } = await sql`
        update stock set low_at = ${lowAt} where product_id = ${productId}`.execute(tx.db);
      if (Number(numAffectedRows) === 0) throw new DomainError('product_not_found', { productId });
      await this.recorder.record(tx, {
        events: [],
        audit: {
          action: 'stock.set_low_notice',
          outcome: 'done',
          actor,
          subject: { kind: 'product', id: productId },
          facts: { lowAt },
        },
      });
    });
  }
}
