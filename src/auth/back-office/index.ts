/** The customers, as the panel lists them: masked. */
export { type CustomerFilter, CustomerList, type CustomerListRow } from './customer-list.queries.js';
