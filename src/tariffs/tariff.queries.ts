import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { toMajor, toPercent } from '../shared/money.js';
import { readRates } from './rates.sql.js';
import type { TariffsDto } from './tariff.dto.js';

@Injectable()
export class TariffQueries {
  constructor(private readonly uow: UnitOfWork) {}

  /** Both tables, whole: how long they may get is limited where they are written. One statement. */
  async all(): Promise<TariffsDto> {
    const { taxes, shipping } = await readRates(this.uow.db);
    return {
      taxes: taxes.map(({ basisPoints, ...rate }) => ({ ...rate, rate: toPercent(basisPoints) })),
      shipping: shipping.map(({ priceMinor, ...rate }) => ({
        ...rate,
        price: toMajor(priceMinor, rate.currency),
      })),
    };
  }
}
