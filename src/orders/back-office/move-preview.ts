import type { MoveEffects } from '../domain/move-effects.js';
import type { ProblemCode } from '../../shared/problem.js';
import type { MoveName } from './moves.js';

/** What a move would do, or why it is refused. Plain JSON, made by the plans of the use cases; the panel shows it. */
export type MovePreview = AllowedMove | RefusedMove;

interface Previewed {
  readonly move: MoveName;
  /** The order's number. */
  readonly orderId: string;
  /** Goes back with the move as `expectedVersion`: whoever decides on an older state is refused. */
  readonly version: number;
}

export interface AllowedMove extends Previewed {
  readonly isAllowed: true;
  readonly effects: PreviewedEffects;
  /** A payment that is open is ended at its gateway first; `null` where none is. */
  readonly openPayment: OpenPayment | null;
  /** It becomes a proposal, and happens once another person has agreed. */
  readonly needsSecondPerson: boolean;
  /** What people should know before they decide, each a sentence. */
  readonly warnings: readonly string[];
  readonly undo: Undo;
}

/** What becomes of the move where the open payment does not end as `effects` take for granted. */
export interface OpenPayment {
  readonly method: string;
  readonly amountMinor: number;
  readonly currency: string;
  /** Where the gateway can neither end nor decide it now: other effects, or a refusal with this code. */
  readonly ifUndecided: PreviewedEffects | { readonly code: ProblemCode };
  /** Where it turns out to have been paid, in a sentence. */
  readonly ifPaid: string;
}

export interface PreviewedEffects extends MoveEffects {
  readonly mails: readonly MailToBeSent[];
}

/** A mail that the move causes. */
export interface MailToBeSent {
  readonly template: string;
  /** Masked: `a***@example.com`. */
  readonly to: string;
  readonly when: 'now' | 'after_gateway';
}

export interface Undo {
  readonly isPossible: boolean;
  /** How, or what can be done instead; a sentence. */
  readonly how: string;
}

export interface RefusedMove extends Previewed {
  readonly isAllowed: false;
  readonly code: ProblemCode;
  /** Why, in a sentence. */
  readonly sentence: string;
  readonly facts: Readonly<Record<string, unknown>>;
}
