/**
 * The back office: what those who work in the shop look at across all modules. Stands to the right of them, so that it may
 * read all of their tables; what changes anything is a use case of the module that owns it.
 * Owns the daily figures. Promises: whatever is asked reads a bounded number of rows, however large the shop is.
 * Never: changes an order, tells personal data unmasked.
 * Start reading at search/search.queries.ts.
 */
export { BackOfficeModule } from './back-office.module.js';
export type { Age, Dashboard, Figure, ListBehind } from './dashboard/dashboard.js';
export { DashboardQueries } from './dashboard/dashboard.queries.js';
export { DeadJobList, type QueueFilter, QueueList } from './job-lists.queries.js';
export { OrderPage, type OrderPageView } from './order-page/order-page.queries.js';
export {
  type RevealCommand,
  type RevealedPerson,
  RevealPersonalData,
} from './reveal-personal-data.use-case.js';
export { Search, type SearchResult } from './search/search.queries.js';
