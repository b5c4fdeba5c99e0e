import { sql } from 'kysely';
import { SYSTEM } from '../shared/actor.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { newId } from '../shared/ids.js';
import { Product } from './domain/product.entity.js';

export interface NewProduct {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly priceMinor: number;
  /** What is taxed and shipped alike; `standard` if absent. */
  readonly productClass?: string;
  readonly onHand: number;
  /** More than there is may be ordered, to be sent when it is there. */
  readonly backorderable?: boolean;
  /** At so many or fewer that can be ordered, somebody is told. */
  readonly lowAt?: number;
}

/** Adds the products that are missing, in one currency; leaves prices and stock of the others as they are. */
export class ProvideProducts {
  constructor(private readonly uow: UnitOfWork) {}

  async run(products: readonly NewProduct[], currency: string): Promise<void> {
    const rows = products.map(
      ({ id, name, description, priceMinor, productClass = 'standard', backorderable = false }) => {
        return { id, name, description, priceMinor, currency, productClass, active: true, backorderable };
      },
    );
    const stock = products.map(({ id, onHand, lowAt = null }) => ({
      id,
      onHand,
      lowAt,
      movementId: newId(),
    }));
    await this.uow.run(async (tx) => {
      await tx.em.upsertMany(Product, rows, { onConflictAction: 'ignore' });
      await sql`
        with given as (
          select * from jsonb_to_recordset(${JSON.stringify(stock)}::jsonb)
            as g(id text, "onHand" int, "lowAt" int, "movementId" uuid)),
        stocked as (
          insert into stock (product_id, on_hand, low_at) select id, "onHand", "lowAt" from given
          on conflict do nothing returning product_id, on_hand)
        insert into stock_movements (id, product_id, kind, on_hand_delta, held_delta, actor, reason)
        select given."movementId", product_id, 'received', on_hand, 0, ${SYSTEM.kind}, 'opening balance'
        from stocked join given on given.id = product_id where on_hand > 0`.execute(tx.db);
    });
  }
}
