import { Secret, TOTP } from 'otpauth';

const PERIOD_SECONDS = 30;
/** A telephone's clock, and the time it takes to type: one step earlier or later (RFC 6238, 5.2). */
const WINDOW_STEPS = 1;
/** RFC 4226 recommends 160 bits. */
const SECRET_BYTES = 20;

/** Time-based one-time passwords (RFC 6238) as authenticator apps have them: SHA-1, six digits, 30 seconds. */
const totp = (secret: string, label = '', issuer = '') =>
  new TOTP({ secret: Secret.fromBase32(secret), period: PERIOD_SECONDS, digits: 6, issuer, label });

export const newTotpSecret = (): string => new Secret({ size: SECRET_BYTES }).base32;

/** The step that a code is of, by which a code is good once; `undefined` for a code that is none at that time. */
export function stepOf(secret: string, code: string, nowMs: number): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const delta = totp(secret).validate({ token: code, timestamp: nowMs, window: WINDOW_STEPS });
  return delta === null ? undefined : Math.floor(nowMs / 1000 / PERIOD_SECONDS) + delta;
}

export const codeAt = (secret: string, nowMs: number): string => totp(secret).generate({ timestamp: nowMs });

/** What an authenticator app reads from the QR code. */
export const enrolmentUri = (secret: string, email: string, shop: string): string =>
  totp(secret, email, shop).toString();
