/**
 * Catalogue: what the shop sells, for how much, and how many there are.
 * Owns the products and stock tables. Promises: what is not sold any more is not shown; `available` is on hand minus held.
 * Never: changes stock by reading it first; who sells, holds or returns does it in one statement that locks in product order.
 * Start reading at product.queries.ts.
 */
export { catalogueEntities, CatalogueModule } from './catalogue.module.js';
export { CorrectStock } from './correct-stock.use-case.js';
export { isProductId, PRODUCT_ID } from './product-id.js';
export { type NewProduct, ProvideProducts } from './provide-products.use-case.js';
export { stockChecks } from './stock-checks.js';
export { StockQueries } from './stock.queries.js';
export { moveStock, type StockMove } from './stock.sql.js';
