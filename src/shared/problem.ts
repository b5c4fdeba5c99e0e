import { backOfficeProblems } from './problems/back-office.js';
import { moneyProblems } from './problems/money.js';
import { orderProblems } from './problems/orders.js';
import { partnerProblems } from './problems/partners.js';
import { requestProblems } from './problems/requests.js';

/**
 * Every refusal of the product, by its stable code. `error` is the text of the specification where it has one;
 * the codes and texts are part of the contract (`docs/errors.md`) and never change their meaning.
 */
export const problems = {
  ...requestProblems,
  ...orderProblems,
  ...moneyProblems,
  ...partnerProblems,
  ...backOfficeProblems,
};

export type ProblemCode = keyof typeof problems;

/** What a refusal tells beside its code. `retryAfterSeconds` becomes the `Retry-After` header. */
export type ProblemFacts = Readonly<Record<string, unknown>> & {
  readonly retryAfterSeconds?: number;
  /** Taken: the HTTP status. An order's is `orderStatus`. */
  readonly status?: never;
};

/** A refusal that the caller is told about. Anything else that is thrown is a bug and becomes a 500. */
export class DomainError extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly facts: ProblemFacts = {},
  ) {
    super(code);
  }
}
