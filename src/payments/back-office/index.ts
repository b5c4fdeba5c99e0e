/** The ways to pay, as the panel lists them. */
export { MethodList, type MethodRow } from './method-list.queries.js';
