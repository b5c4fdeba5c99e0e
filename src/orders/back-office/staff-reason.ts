import { DomainError } from '../../shared/problem.js';

const REASON = /^[^\p{C}]{3,500}$/u;

/** A reason as it goes into the audit: one line of 3 to 500 characters. 400 `validation_failed`. */
export function checkedReason(given: string): string {
  const reason = given.trim();
  if (REASON.test(reason)) return reason;
  const errors = [{ field: 'reason', message: 'must be one line of 3 to 500 characters' }];
  throw new DomainError('validation_failed', { errors });
}
