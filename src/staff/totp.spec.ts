import { codeAt, enrolmentUri, newTotpSecret, stepOf } from './totp.js';

/** RFC 6238, appendix B: the secret "12345678901234567890", at 59 s. Its eight digits end in these six. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('a code of the second factor', () => {
  it('is the one of the specification', () => {
    expect(codeAt(RFC_SECRET, 59_000)).toBe('287082');
    expect(stepOf(RFC_SECRET, '287082', 59_000)).toBe(1);
  });

  it('is good a step early and a step late, and names its own step', () => {
    const now = 1_000 * 30_000;
    for (const shift of [-1, 0, 1])
      expect(stepOf(RFC_SECRET, codeAt(RFC_SECRET, now + shift * 30_000), now)).toBe(1_000 + shift);
    for (const shift of [-2, 2])
      expect(stepOf(RFC_SECRET, codeAt(RFC_SECRET, now + shift * 30_000), now)).toBeUndefined();
  });

  it.each(['', '12345', '1234567', '28708a', ' 287082'])('%j is none', (code) => {
    expect(stepOf(RFC_SECRET, code, 59_000)).toBeUndefined();
  });

  it('comes of a secret of its own, told to the app with who and where', () => {
    expect(newTotpSecret()).toMatch(/^[A-Z2-7]{32}$/);
    expect(newTotpSecret()).not.toBe(newTotpSecret());
    expect(enrolmentUri(RFC_SECRET, 'kim@example.com', 'Shop')).toMatch(
      /^otpauth:\/\/totp\/Shop:kim%40example\.com\?.*secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ/,
    );
  });
});
