/** Rates of taxes and shipping, as the panel lists them. */
export {
  ShippingRateList,
  type ShippingRateRow,
  TaxRateList,
  type TaxRateRow,
} from './rate-lists.queries.js';
