/**
 * Partners: who else works with the shop's orders, by API keys of scopes, and is told by webhooks and a feed.
 * Owns the partners table (their keys are auth's) and the webhook_ tables.
 * Promises: a key or secret is shown once; every event is told to every endpoint that listens, at least once, in the order of
 * its order; an endpoint that is slow or dead delays no other.
 * Never: calls an address that is not public (unless told), follows a redirect, or lets a key do what its scopes do not say.
 * Start reading at create-partner.use-case.ts, then webhooks/fan-out.sweep.ts and webhooks/delivery-runner.ts.
 */
export { PartnersModule } from './partners.module.js';
export { AddKey } from './add-key.use-case.js';
export { CreatePartner } from './create-partner.use-case.js';
export { type PartnerRow, PartnerQueries } from './partner.queries.js';
export { Redeliver } from './webhooks/redeliver.use-case.js';
export { RevokeKey } from './revoke-key.use-case.js';
