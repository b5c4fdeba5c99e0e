/**
 * Audit: who did what, when, and how it ended.
 * Owns the audit_log table, which is insert-only in the database itself.
 * Promises: every state change leaves its row in the commit that makes it; a refusal leaves a row and nothing else.
 * Never: personal data, secrets, or an update of a row.
 * Start reading at recorder.ts.
 */
export { AuditModule } from './audit.module.js';
export { AuditInterceptor } from './audit.interceptor.js';
export { type AuditEntry, insertAudit, Recorder } from './recorder.js';
