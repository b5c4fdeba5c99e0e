import { anAttempt } from '../../../test/support/order-rows.js';
import type { AttemptStatus } from '../order-row.js';
import { isOpen, refundable, uncaptured } from './attempt.js';

describe('an attempt', () => {
  it('can give back what was captured, and neither refunded nor taken by a bank', () => {
    expect(refundable(anAttempt())).toBe(0);
    expect(refundable(anAttempt({ captured_minor: 100 }))).toBe(100);
    expect(refundable(anAttempt({ captured_minor: 100, refunded_minor: 30, disputed_minor: 50 }))).toBe(20);
    // A bank may take back what was refunded before.
    expect(refundable(anAttempt({ captured_minor: 100, refunded_minor: 30, disputed_minor: 100 }))).toBe(0);
  });

  it('can still take what was promised, and neither taken nor let go', () => {
    expect(uncaptured(anAttempt({ captured_minor: 100 }))).toBe(0);
    expect(uncaptured(anAttempt({ authorized_minor: 100 }))).toBe(100);
    expect(uncaptured(anAttempt({ authorized_minor: 100, captured_minor: 30, released_minor: 70 }))).toBe(0);
  });

  it.each<[AttemptStatus, boolean]>([
    ['started', true],
    ['requires_action', true],
    ['processing', true],
    ['unknown', true],
    ['succeeded', false],
    ['failed', false],
  ])('that is %s is open: %s', (status, open) => expect(isOpen(anAttempt({ status }))).toBe(open));
});
