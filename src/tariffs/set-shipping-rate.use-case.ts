import { Injectable } from '@nestjs/common';
import { toMinor } from '../shared/money.js';
import { DomainError } from '../shared/problem.js';
import { ChangeTariffs, type TariffCommand } from './change-tariffs.js';
import { writeShippingRate } from './rates.sql.js';

export interface SetShippingRateCommand extends TariffCommand {
  readonly currency: string;
  /** In the currency's decimals. */
  readonly price: number;
  readonly taxClass?: string | null;
}

/** Sets what shipping costs somewhere, from the next order on. Twice is once. */
@Injectable()
export class SetShippingRate {
  constructor(private readonly tariffs: ChangeTariffs) {}

  run(command: SetShippingRateCommand): Promise<void> {
    const { currency, taxClass = null } = command;
    const priceMinor = priceInMinor(command);
    return this.tariffs.run('tariff.set_shipping', command, async (tx, key) => {
      await writeShippingRate(tx, { ...key, currency, priceMinor, taxClass });
      return { currency, priceMinor, taxClass };
    });
  }
}

function priceInMinor({ price, currency }: SetShippingRateCommand): number {
  const minor = toMinor(price, currency);
  if (minor !== undefined) return minor;
  const errors = [{ field: 'price', message: `must have the decimals of ${currency}` }];
  throw new DomainError('validation_failed', { errors });
}
