/** Products with their stock, and its movements, as the panel lists them. */
export { type MovementFilter, MovementList, type MovementListRow } from './movement-list.queries.js';
export { type ProductFilter, ProductList, type ProductListRow } from './product-list.queries.js';
