import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { aKeyFile, nowSeconds, seal } from '../../test/support/envelopes.js';
import type { EncryptedSource } from '../payments/card-data/card-details.js';
import { openCard } from './card.js';
import { Envelopes } from './envelopes.js';
import { KeyRing } from './key-ring.js';
import type { Provider } from './providers/provider.js';
import { stripe } from './providers/stripe.js';
import { readSettings } from './settings.js';
import { Shredder } from './shredder.js';
import { Tokenise } from './tokenise.js';

const NUMBER = '4242424242424242';
const TOKEN = { kind: 'token', gatewayToken: 'pm_1', card: null };
const isEmpty = (buffer: Buffer) => buffer.every((byte) => byte === 0);

describe('tokenise', () => {
  const { file, key } = aKeyFile();
  const envelopes = new Envelopes(new KeyRing(file, 3_600_000), 900);
  let gateway: Server;
  let answer: RequestListener;
  let bodies: string[];
  let seen: Buffer[];
  let tokenise: Tokenise;

  beforeAll(async () => {
    gateway = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        bodies.push(Buffer.concat(chunks).toString());
        answer(request, response);
      });
    });
    await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
    const { port } = gateway.address() as AddressInfo;
    const real = stripe(
      readSettings({
        CARD_KEYS_FILE: file,
        CARD_TOKENISER_SOCKET: 't.sock',
        STRIPE_SECRET_KEY: 'sk_test',
        STRIPE_API_URL: `http://127.0.0.1:${port}`,
      }),
    );
    const watched: Provider = {
      ...real,
      post: (card, ...rest) => {
        const post = real.post(card, ...rest);
        seen = [card.number, card.cvv, ...(card.holder ? [card.holder] : []), post.body];
        expect(seen.some(isEmpty)).toBe(false);
        return post;
      },
    };
    tokenise = new Tokenise(envelopes, new Map([['stripe', watched]]), 300);
  });
  afterAll(() => {
    gateway.close();
    gateway.closeAllConnections();
  });
  beforeEach(() => {
    bodies = [];
    seen = [];
    answer = (_, response) => response.end(JSON.stringify({ object: 'payment_method', id: 'pm_1' }));
  });

  const whole = async (card: object): Promise<EncryptedSource> => ({
    kind: 'envelope',
    jwe: await seal(key, JSON.stringify({ cardNumber: NUMBER, expiryDate: '12/34', cvv: '123', ...card })),
  });
  const fields = async (number: string, cvv: string, expiryDate = '12/34'): Promise<EncryptedSource> => ({
    kind: 'fields',
    cardNumber: await seal(key, number),
    cvv: await seal(key, cvv),
    expiryDate,
  });
  const run = (source: EncryptedSource, deadlineMs = 5_000) =>
    tokenise.run({ source, gateway: 'stripe', key: 'k', deadlineMs });
  const failed = (reason: string, code: string) => ({ kind: 'failed', reason, code });
  const notAttempted = (code: string) => failed('not_attempted', code);
  const status =
    (code: number): RequestListener =>
    (_, response) =>
      response.writeHead(code).end('{}');

  it('turns both forms of a card into a token, and nothing of the card is left', async () => {
    for (const source of [await whole({ cardholderName: 'Ada' }), await fields(NUMBER, '123')]) {
      expect(await run(source)).toEqual(TOKEN);
      expect(new URLSearchParams(bodies.at(-1)).get('card[number]')).toBe(NUMBER);
      expect(seen.length).toBeGreaterThanOrEqual(3);
      expect(seen.every(isEmpty)).toBe(true);
    }
  });

  it('takes a number as people write it', async () => {
    for (const number of ['4242 4242 4242 4242', '4242-4242-4242-4242', ' 4242 42424242-4242 '])
      expect(await run(await whole({ cardNumber: number }))).toEqual(TOKEN);
    expect(new Set(bodies.map((body) => new URLSearchParams(body).get('card[number]')))).toEqual(
      new Set([NUMBER]),
    );
  });

  it.each([
    ['a number of letters', { cardNumber: 'not-a-card-number' }, 'invalid_payment_method', 'invalid_number'],
    ['an empty number', { cardNumber: '' }, 'invalid_payment_method', 'invalid_number'],
    ['a number of 11 digits', { cardNumber: '42424242424' }, 'invalid_payment_method', 'invalid_number'],
    ['a number of 20 digits', { cardNumber: '4'.repeat(20) }, 'invalid_payment_method', 'invalid_number'],
    ['digits of another script', { cardNumber: '٤٢٤٢٤٢٤٢٤٢٤٢' }, 'invalid_payment_method', 'invalid_number'],
    ['a cvv of 2 digits', { cvv: '12' }, 'invalid_card_details', 'invalid_cvc'],
    ['a cvv of 5 digits', { cvv: '12345' }, 'invalid_card_details', 'invalid_cvc'],
    ['a number for a name', { cardholderName: `Ada ${NUMBER}` }, 'invalid_card_details', 'invalid_name'],
    ['a cvv of letters', { cvv: 'abc' }, 'invalid_card_details', 'invalid_cvc'],
  ])('%s is refused as the gateway would, without asking it', async (_, card, reason, code) => {
    const source = await whole(card);
    expect(await run(source)).toEqual(failed(reason, code));
    expect(await tokenise.check({ source })).toEqual({ kind: 'opens' });
    expect(bodies).toEqual([]);
  });

  it.each([
    ['no expiry', () => whole({ expiryDate: undefined })],
    ['a month that there is not', () => whole({ expiryDate: '13/34' })],
    ['a number as expiry', () => whole({ expiryDate: NUMBER })],
    ['no cvv', () => whole({ cvv: undefined })],
    ['a name of 500 letters', () => whole({ cardholderName: 'x'.repeat(500) })],
    ['an expiry that is none beside two fields', () => fields(NUMBER, '123', '1/34')],
    [
      'an old cvv',
      async () => ({
        ...(await fields(NUMBER, '1')),
        cvv: await seal(key, '1', { iat: nowSeconds() - 1_000 }),
      }),
    ],
  ])('%s is no card: refused by check and run alike', async (_, make: () => Promise<EncryptedSource>) => {
    const source = await make();
    const refused = { kind: 'refused', code: 'card_data_unreadable' };
    expect([await tokenise.check({ source }), await run(source)]).toEqual([refused, refused]);
    expect(bodies).toEqual([]);
  });

  it('a number that was open when the cvv turned out not to be is overwritten too', async () => {
    const kept: Buffer[] = [];
    const shredder = new Shredder();
    const keep = shredder.keep.bind(shredder);
    shredder.keep = (buffer) => (kept.push(buffer), keep(buffer));
    const source = { ...(await fields(NUMBER, '123')), cvv: 'a..b.c.d' } as EncryptedSource;
    await expect(openCard(source, envelopes, shredder)).rejects.toThrow('card_data_unreadable');
    const number = kept.find((buffer) => buffer.toString() === NUMBER);
    shredder.shred();
    expect(number && isEmpty(number)).toBe(true);
  });

  describe('a gateway that', () => {
    const reset: RequestListener = (request) => request.socket.destroy();
    const cut: RequestListener = (request, response) => {
      response.writeHead(200, { 'content-length': 500 }).write('{');
      setTimeout(() => request.socket.destroy(), 20);
    };
    const silent: RequestListener = () => undefined;
    const huge: RequestListener = (_, response) => response.end(`"${'x'.repeat(100_000)}"`);
    const html: RequestListener = (_, response) => response.end('<h1>Hello</h1>');

    it.each([
      ['resets', reset],
      ['cuts its answer', cut],
      ['says 409', status(409)],
      ['says 429', status(429)],
    ])('%s is asked again under the same key, and then gives a token', async (_, fault) => {
      const good = answer;
      const keys: unknown[] = [];
      answer = (request, response) => {
        keys.push(request.headers['idempotency-key']);
        (keys.length < 3 ? fault : good)(request, response);
      };
      expect(await run(await whole({}))).toEqual(TOKEN);
      expect(keys).toEqual(['k', 'k', 'k']);
      expect(new Set(bodies).size).toBe(1);
      expect(seen.every(isEmpty)).toBe(true);
    });

    it.each([
      ['always resets', reset, 3, 'connection_error'],
      ['always says 429', status(429), 3, 'odd_answer'],
      ['says 500', status(500), 1, 'odd_answer'],
      ['says 503', status(503), 1, 'odd_answer'],
      ['redirects', status(302), 1, 'odd_answer'],
      ['is silent', silent, 1, 'timeout'],
      ['answers in HTML', html, 1, 'odd_answer'],
      ['answers without end', huge, 1, 'odd_answer'],
    ])('%s kept no card: not attempted', async (_, fault, calls, code) => {
      answer = fault;
      expect(await run(await whole({}))).toEqual(notAttempted(code));
      expect(bodies).toHaveLength(calls);
      expect(seen.every(isEmpty)).toBe(true);
    });

    it('is not asked where there is no time for it, nor again after the deadline', async () => {
      expect(await run(await whole({}), 10)).toEqual(notAttempted('deadline_passed'));
      expect(bodies).toEqual([]);
      answer = reset;
      const before = performance.now();
      expect(await run(await whole({}), 120)).toEqual(notAttempted('connection_error'));
      expect(performance.now() - before).toBeLessThan(400);
      expect(bodies).toHaveLength(1);
    });

    it('nobody knows is not asked', async () => {
      const source = await whole({});
      expect(await tokenise.run({ source, gateway: 'nobody', key: 'k', deadlineMs: 1_000 })).toEqual(
        notAttempted('unknown_gateway'),
      );
    });
  });
});
