import type { ListSource } from '../adminjs/list-source.js';
import { orders } from './orders.resource.js';
import { products } from './products.resource.js';
import { shippingRates, taxRates } from './tariffs.resource.js';
import { staff } from './staff.resource.js';

/** Every list of the panel, in the order of the menu. */
export const RESOURCES: readonly ListSource[] = [orders, products, taxRates, shippingRates, staff];
