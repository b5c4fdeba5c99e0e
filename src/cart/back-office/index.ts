/** The carts, as the panel lists them. */
export { type CartFilter, CartList, type CartListRow } from './cart-list.queries.js';
