import { Injectable } from '@nestjs/common';
import { ChangeTariffs, type TariffCommand } from './change-tariffs.js';
import { deleteShippingRate, deleteTaxRate } from './rates.sql.js';

/** Takes a rate out: what is less specific holds from the next order on. What is not there is already out. */
@Injectable()
export class RemoveRate {
  constructor(private readonly tariffs: ChangeTariffs) {}

  tax(command: TariffCommand): Promise<void> {
    return this.tariffs.run('tariff.remove_tax', command, async (tx, key) =>
      (await deleteTaxRate(tx, key)) ? {} : undefined,
    );
  }

  shipping(command: TariffCommand & { readonly currency: string }): Promise<void> {
    const { currency } = command;
    return this.tariffs.run('tariff.remove_shipping', command, async (tx, key) =>
      (await deleteShippingRate(tx, { ...key, currency })) ? { currency } : undefined,
    );
  }
}
