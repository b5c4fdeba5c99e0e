import { createSecretKey, hkdfSync } from 'node:crypto';
import { decodeProtectedHeader, decodeJwt, SignJWT, UnsecuredJWT } from 'jose';
import { AccessTokens } from '../auth/access-tokens.js';
import type { Config } from '../config.js';
import { Clock } from '../shared/clock.js';
import { newId } from '../shared/ids.js';
import { OrderLinks } from './order-links.js';

class MovableClock extends Clock {
  now = Date.UTC(2026, 10, 28, 3);
  nowMs = () => this.now;
  passSeconds = (seconds: number) => (this.now += seconds * 1000);
}

const SECRET = 'a-secret-of-at-least-thirty-two-characters';
const NUMBER = 'ORD-7K3M9QX2TB';
const OTHER = 'ORD-4R8W1ZC6PN';
const DAYS = 30;

function world(settings: Partial<Config> = {}) {
  const clock = new MovableClock();
  const config = {
    JWT_SECRET: SECRET,
    ACCESS_TOKEN_SECONDS: 900,
    ORDER_LINK_DAYS: DAYS,
    publicUrl: 'https://api.example',
    ...settings,
  } as Config;
  return { clock, links: new OrderLinks(config, clock), access: new AccessTokens(config, clock) };
}

const derived = createSecretKey(Buffer.from(hkdfSync('sha256', SECRET, '', 'settle-order-link', 32)));

interface Forgery {
  readonly key?: Parameters<SignJWT['sign']>[0];
  readonly header?: { alg?: string; typ?: string };
  readonly claims?: Record<string, unknown>;
}

/** A token that differs from a good one in what is given. */
function forge(clock: Clock, { key = derived, header, claims }: Forgery) {
  const exp = Math.floor(clock.nowMs() / 1000) + 60;
  return new SignJWT({ aud: 'settle-order-link', sub: NUMBER, exp, ...claims })
    .setProtectedHeader({ alg: 'HS256', typ: 'order-link+jwt', ...header })
    .sign(key);
}

test('opens its order until its days are over, and then says so', async () => {
  const { clock, links } = world();
  const token = await links.sign(NUMBER);
  const expiresAt = new Date(clock.now + DAYS * 24 * 3600 * 1000);
  clock.passSeconds(DAYS * 24 * 3600 - 1);
  expect(await links.verify(token, NUMBER)).toEqual({ orderNumber: NUMBER, expiresAt });
  expect(await links.verify(token)).toEqual({ orderNumber: NUMBER, expiresAt });
  clock.passSeconds(1);
  await expect(links.verify(token, NUMBER)).rejects.toMatchObject({ code: 'link_expired' });
  // Nobody learns by it whether another order exists.
  await expect(links.verify(token, OTHER)).rejects.toMatchObject({ code: 'order_not_found' });
});

test('says nothing but which order it opens, and until when', async () => {
  const token = await world().links.sign(NUMBER);
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', typ: 'order-link+jwt' });
  expect(Object.keys(decodeJwt(token)).toSorted()).toEqual(['aud', 'exp', 'sub']);
});

test('opens no other order', async () => {
  const { links } = world();
  await expect(links.verify(await links.sign(OTHER), NUMBER)).rejects.toMatchObject({
    code: 'order_not_found',
  });
});

test('the forger’s workshop makes good ones, too, so that the next test can fail', async () => {
  const { clock, links } = world();
  expect(await links.verify(await forge(clock, {}), NUMBER)).toMatchObject({ orderNumber: NUMBER });
});

test.each<[string, Forgery]>([
  ['the secret itself as its key', { key: new TextEncoder().encode(SECRET) }],
  ['another key', { key: new TextEncoder().encode('another-secret-of-thirty-two-characters!') }],
  ['another algorithm', { header: { alg: 'HS512' }, key: new TextEncoder().encode(SECRET.repeat(2)) }],
  ['another type', { header: { typ: 'JWT' } }],
  ['the audience of access tokens', { claims: { aud: 'settle-api' } }],
  ['no expiry', { claims: { exp: undefined } }],
  ['no order', { claims: { sub: undefined } }],
  ['an order number that is none', { claims: { sub: "ORD-' or true" } }],
  ['another key, expired', { key: new TextEncoder().encode(SECRET), claims: { exp: 1 } }],
])('a token with %s opens nothing', async (_, forgery) => {
  const { clock, links } = world();
  await expect(links.verify(await forge(clock, forgery))).rejects.toMatchObject({ code: 'order_not_found' });
});

test.each([undefined, '', 'x', 'a.b.c', 'e30.e30.'])('%j opens nothing', async (token) => {
  await expect(world().links.verify(token, NUMBER)).rejects.toMatchObject({ code: 'order_not_found' });
});

test('a token without signature opens nothing', async () => {
  const { links } = world();
  const unsigned = new UnsecuredJWT({ aud: 'settle-order-link', sub: NUMBER, exp: 9_999_999_999 }).encode();
  await expect(links.verify(unsigned, NUMBER)).rejects.toMatchObject({ code: 'order_not_found' });
});

test('a link is no access token, and an access token no link', async () => {
  const { links, access } = world();
  expect(await access.verify(await links.sign(NUMBER))).toBeUndefined();
  const bearer = await access.sign({ userId: newId(), role: 'admin', sessionId: newId() });
  await expect(links.verify(bearer)).rejects.toMatchObject({ code: 'order_not_found' });
});

test('leads to the portal where there is one, with or without its last slash, and keeps the token from its server', async () => {
  for (const portal of ['https://shop.example/shop', 'https://shop.example/shop/']) {
    const { links } = world({ PORTAL_URL: portal });
    const url = new URL(await links.to(NUMBER));
    expect(url.origin + url.pathname + url.search).toBe(`https://shop.example/shop/orders/${NUMBER}`);
    expect(url.hash).toBe(`#token=${await links.sign(NUMBER)}`);
  }
});

test('leads to our own page where there is no portal', async () => {
  const { links } = world();
  expect(await links.to(NUMBER)).toBe(
    `https://api.example/order-links/${NUMBER}?token=${await links.sign(NUMBER)}`,
  );
});
