/**
 * Tariffs: what a destination adds to the price of goods, in taxes and shipping.
 * Owns the tax_rates and shipping_rates tables. Promises: one rate holds for each class of products at a destination, the
 * most specific one (domain/tariff.ts); a change holds for orders that are made after it, since an order keeps its own.
 * Never: adds anything up; that is orders', in domain/totals.ts.
 * Start reading at domain/tariff.ts, then fitting-rates.sql.ts.
 */
export { type Place, placeOf, type FittingRates, type Tariff, tariffFor } from './domain/tariff.js';
export { fittingRates } from './fitting-rates.sql.js';
export { ProvideTariffs } from './provide-tariffs.use-case.js';
export { TariffsModule } from './tariffs.module.js';
export { TariffQueries } from './tariff.queries.js';
