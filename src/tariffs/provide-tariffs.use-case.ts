import { sql } from 'kysely';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { decimalsOf } from '../shared/money.js';
import { ANY } from './domain/tariff.js';

/** The specification's own numbers. */
const TAX = { name: 'Tax', basisPoints: 800 };
const SHIPPING_HUNDREDTHS = 999;

/** Makes sure that a shop of this currency ships anywhere, at 9.99, and taxes at 8 %; leaves what is there as it is. */
export class ProvideTariffs {
  constructor(private readonly uow: UnitOfWork) {}

  async run(currency: string): Promise<void> {
    // 9.99 of a currency without decimals is next to nothing: 999 of it.
    const priceMinor = SHIPPING_HUNDREDTHS * 10 ** Math.max(0, decimalsOf(currency) - 2);
    await this.uow.run(async (tx) => {
      await sql`
        with taxed as (
          insert into tax_rates (country, region, product_class, name, basis_points)
          select ${ANY}, ${ANY}, ${ANY}, ${TAX.name}, ${TAX.basisPoints} where not exists (select from tax_rates))
        insert into shipping_rates (country, region, product_class, currency, price_minor)
        values (${ANY}, ${ANY}, ${ANY}, ${currency}, ${priceMinor}) on conflict do nothing`.execute(tx.db);
    });
  }
}
