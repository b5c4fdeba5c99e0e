import { Module } from '@nestjs/common';
import { ChangeTariffs } from './change-tariffs.js';
import { RemoveRate } from './remove-rate.use-case.js';
import { SetShippingRate } from './set-shipping-rate.use-case.js';
import { SetTaxRate } from './set-tax-rate.use-case.js';
import { TariffQueries } from './tariff.queries.js';
import { TariffsController } from './tariffs.controller.js';

@Module({
  controllers: [TariffsController],
  providers: [TariffQueries, ChangeTariffs, SetTaxRate, SetShippingRate, RemoveRate],
})
export class TariffsModule {}
