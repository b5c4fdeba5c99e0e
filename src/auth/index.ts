/**
 * Auth: who is calling.
 * Owns the users, sessions, refresh_tokens, password_resets and api_keys tables, and the guard that every route stands behind.
 * Promises: `request.actor` is verified and cost no query, a partner's one; a password is stored as argon2id, a refresh token and an API key as a digest;
 * a refresh token that comes twice ends its session;
 * a guest is claimed by one account at most;
 * a key opens only what names its scope.
 * Never: opens an existing account for a guest, or tells whether an address is registered when a log-in is refused or a
 * new password is asked for.
 * Good to know: an access token outlives its session by at most ACCESS_TOKEN_SECONDS, since the guard asks no table.
 * Start reading at auth.guard.ts, then log-in.use-case.ts.
 */
export { type ApiKey, ApiKeys, isScope, type KeyMode } from './api-keys.js';
export { AuthModule, authEntities } from './auth.module.js';
export { GuestRepository } from './guest.repository.js';
export { type PasswordResetForMail, PasswordResetQueries } from './password-reset.queries.js';
export { Public } from './public.decorator.js';
export { Roles } from './roles.decorator.js';
export { type Scope, SCOPES, Scopes } from './scopes.decorator.js';
export { type DemoAccount, ProvideAccounts } from './provide-accounts.use-case.js';
