import { Injectable } from '@nestjs/common';
import { ChangeTariffs, type TariffCommand } from './change-tariffs.js';
import { writeTaxRate } from './rates.sql.js';

export interface SetTaxRateCommand extends TariffCommand {
  readonly name: string;
  /** In percent, with at most four decimals. */
  readonly rate: number;
}

/** Sets what a class is taxed with somewhere, from the next order on. Twice is once. */
@Injectable()
export class SetTaxRate {
  constructor(private readonly tariffs: ChangeTariffs) {}

  run(command: SetTaxRateCommand): Promise<void> {
    const { name, rate } = command;
    return this.tariffs.run('tariff.set_tax', command, async (tx, key) => {
      const basisPoints = Math.round(rate * 10_000) / 100;
      await writeTaxRate(tx, { ...key, name, basisPoints });
      return { name, basisPoints };
    });
  }
}
