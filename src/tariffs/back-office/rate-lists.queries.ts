import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { WholeList } from '../../shared/lists/whole-list.js';
import type { ShippingRate, TaxRate } from '../domain/tariff.js';
import { readRates } from '../rates.sql.js';

export type TaxRateRow = TaxRate & { readonly id: string };
export type ShippingRateRow = ShippingRate & { readonly id: string };

/** What is added for taxes, by destination and class. How long it may get is limited where it is written. */
@Injectable()
export class TaxRateList extends WholeList<TaxRateRow> {
  constructor(private readonly uow: UnitOfWork) {
    super();
  }

  protected override async all(): Promise<TaxRateRow[]> {
    const { taxes } = await readRates(this.uow.db);
    return taxes.map((rate) => ({ ...rate, id: [rate.country, rate.region, rate.productClass].join('/') }));
  }
}

/** What is added for shipping, by destination, class and currency. */
@Injectable()
export class ShippingRateList extends WholeList<ShippingRateRow> {
  constructor(private readonly uow: UnitOfWork) {
    super();
  }

  protected override async all(): Promise<ShippingRateRow[]> {
    const { shipping } = await readRates(this.uow.db);
    return shipping.map((rate) => ({
      ...rate,
      id: [rate.country, rate.region, rate.productClass, rate.currency].join('/'),
    }));
  }
}
