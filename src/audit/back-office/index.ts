/** What was done and refused, as the panel lists it. */
export { type AuditFilter, AuditList, type AuditRow } from './audit-list.queries.js';
