import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { Product, Stock } from './domain/product.entity.js';

export interface NewProduct {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly priceMinor: number;
  /** What is taxed and shipped alike; `standard` if absent. */
  readonly productClass?: string;
  readonly onHand: number;
}

/** Adds the products that are missing, in one currency; leaves prices and stock of the others as they are. */
export class ProvideProducts {
  constructor(private readonly uow: UnitOfWork) {}

  async run(products: readonly NewProduct[], currency: string): Promise<void> {
    const rows = products.map(({ id, name, description, priceMinor, productClass = 'standard' }) => {
      return { id, name, description, priceMinor, currency, productClass, active: true };
    });
    const stock = products.map(({ id, onHand }) => ({ product: id, onHand, held: 0 }));
    await this.uow.run(async (tx) => {
      await tx.em.upsertMany(Product, rows, { onConflictAction: 'ignore' });
      await tx.em.upsertMany(Stock, stock, { onConflictAction: 'ignore' });
    });
  }
}
