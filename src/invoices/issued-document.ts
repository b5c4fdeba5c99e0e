import type { Buyer, FrozenDocument } from './domain/document.js';

/** A document as it was issued, for good. */
export interface IssuedDocument {
  readonly id: string;
  readonly number: string;
  readonly issuedAt: string;
  readonly facts: FrozenDocument;
  readonly buyer: Buyer;
}
