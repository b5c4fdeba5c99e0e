/**
 * Partners: who else works with the shop's orders, by API keys of scopes.
 * Owns the partners table; their keys are auth's.
 * Promises: a key is shown once; whoever makes or revokes one leaves an audit row.
 * Never: keeps a key, or lets one do what its scopes do not say.
 * Start reading at create-partner.use-case.ts.
 */
export { PartnersModule } from './partners.module.js';
export { AddKey } from './add-key.use-case.js';
export { CreatePartner } from './create-partner.use-case.js';
export { type PartnerRow, PartnerQueries } from './partner.queries.js';
export { RevokeKey } from './revoke-key.use-case.js';
