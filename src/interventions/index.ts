/**
 * Interventions: what only a person can decide.
 * Owns the interventions table. Promises: one open entry per need, with the remedy that closes it; what somebody does
 * about it is done once, and audited.
 * Never: decides anything itself. Start reading at interventions.ts.
 */
export { InterventionsModule } from './interventions.module.js';
export { Interventions } from './interventions.js';
export { type InterventionKind, REMEDIES, type Remedy, remedyOf } from './remedies.js';
