/**
 * Cart: what a customer means to buy.
 * Owns the carts and cart_lines tables. Promises: every change of a line raises `version` by one, in the commit that makes it,
 * so that an order can say which cart it is; two changes at once both count.
 * Never: holds stock or keeps a price. Both are today's; what cannot be had is told in `notices`, and left in the cart.
 * Locks: the cart row first, before any line, order or stock row.
 * Start reading at cart-change.ts, then cart-lines.sql.ts.
 */
export { AddToCart } from './add-to-cart.use-case.js';
export { CartDto } from './cart.dto.js';
export { CartModule } from './cart.module.js';
export { CartQueries } from './cart.queries.js';
export { clearCart, takeFromCart } from './take-from-cart.sql.js';
