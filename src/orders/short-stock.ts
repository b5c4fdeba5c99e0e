import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { DomainError } from '../shared/problem.js';
import type { UnavailableItem } from './order-row.js';
import { StockMoved } from './stock-moved.js';

/** Turns a lost race for stock into the refusal that names what is short. */
@Injectable()
export class ShortStock {
  constructor(private readonly uow: UnitOfWork) {}

  /** `undefined` where the caller decides anew: the units are there again, or it takes what there is. Else 400 `out_of_stock`. */
  async refusing<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StockMoved)) throw error;
      const unavailableItems = await this.unavailable(error.needs);
      if (unavailableItems.length === 0) return undefined;
      throw new DomainError('out_of_stock', { unavailableItems });
    }
  }

  private async unavailable(needs: StockMoved['needs']): Promise<UnavailableItem[]> {
    const { rows } = await sql<UnavailableItem>`
      select w."productId", p.name as "productName", w.quantity as requested, s.on_hand - s.held as available
      from jsonb_to_recordset(${JSON.stringify(needs)}::jsonb) as w("productId" text, quantity int)
        join products p on p.id = w."productId" join stock s on s.product_id = p.id
      where s.on_hand - s.held < w.quantity`.execute(this.uow.db);
    return rows;
  }
}
