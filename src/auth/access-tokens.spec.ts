import { SignJWT, UnsecuredJWT } from 'jose';
import type { Config } from '../config.js';
import { Clock } from '../shared/clock.js';
import { newId } from '../shared/ids.js';
import { AccessTokens } from './access-tokens.js';

class MovableClock extends Clock {
  now = Date.UTC(2026, 0, 15, 10, 30);
  nowMs = () => this.now;
  passSeconds = (seconds: number) => (this.now += seconds * 1000);
}

const secret = 'a-secret-of-at-least-thirty-two-characters';
const bearer = { userId: newId(), role: 'customer' as const, sessionId: newId() };

function tokensWith(clock = new MovableClock()) {
  const config = { JWT_SECRET: secret, ACCESS_TOKEN_SECONDS: 900 } as Config;
  return { clock, tokens: new AccessTokens(config, clock) };
}

/** A token that differs from a good one in what is given. */
function forge(clock: Clock, change: { key?: string; alg?: string; claims?: Record<string, unknown> }) {
  const now = Math.floor(clock.nowMs() / 1000);
  const good = { iss: 'settle', aud: 'settle-api', iat: now, exp: now + 60, role: 'customer' };
  return new SignJWT({ ...good, sub: bearer.userId, sid: bearer.sessionId, ...change.claims })
    .setProtectedHeader({ alg: change.alg ?? 'HS256' })
    .sign(new TextEncoder().encode(change.key ?? secret));
}

test('says who carries it until its time is over', async () => {
  const { clock, tokens } = tokensWith();
  const token = await tokens.sign(bearer);
  clock.passSeconds(890);
  expect(await tokens.verify(token)).toEqual(bearer);
  clock.passSeconds(10 + 61);
  expect(await tokens.verify(token)).toBeUndefined();
});

test('the forger’s workshop makes good ones, too, so that the next test can fail', async () => {
  const { clock, tokens } = tokensWith();
  expect(await tokens.verify(await forge(clock, {}))).toEqual(bearer);
});

test.each([
  ['another key', { key: 'another-secret-of-thirty-two-characters!' }],
  ['another algorithm', { alg: 'HS512', key: secret.repeat(2) }],
  ['another issuer', { claims: { iss: 'elsewhere' } }],
  ['another audience', { claims: { aud: 'settle-panel' } }],
  ['no expiry', { claims: { exp: undefined } }],
  ['no session', { claims: { sid: undefined } }],
  ['a role that nobody has', { claims: { role: 'root' } }],
  ['a subject that is no user', { claims: { sub: 'admin' } }],
])('a token with %s is nobody’s', async (_, change) => {
  const { clock, tokens } = tokensWith();
  expect(await tokens.verify(await forge(clock, change))).toBeUndefined();
});

test('a token without signature is nobody’s', async () => {
  const { clock, tokens } = tokensWith();
  const now = Math.floor(clock.nowMs() / 1000);
  const unsigned = new UnsecuredJWT({ role: 'admin', sid: bearer.sessionId })
    .setSubject(bearer.userId)
    .setIssuer('settle')
    .setAudience('settle-api')
    .setIssuedAt(now)
    .setExpirationTime(now + 60)
    .encode();
  expect(await tokens.verify(unsigned)).toBeUndefined();
  expect(await tokens.verify('a.b.c')).toBeUndefined();
});
