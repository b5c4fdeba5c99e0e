import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { CompactEncrypt, exportSPKI, importJWK, type JWK, SignJWT } from 'jose';
import { encrypt, encryptedCard } from '../support/card.js';
import { type Answer, Client } from '../support/client.js';
import { writingNothing } from '../support/rows.js';
import { ADDRESS, fillCart, paidBy, World } from '../support/world.js';

/** As the tests' environment sets it: what a leaked secret would allow is not the subject here. */
const SECRET = new TextEncoder().encode('a-secret-of-tests-that-is-long-enough');

describe('bad input', () => {
  let world: World;
  let customer: Client;
  let productId: string;
  beforeAll(async () => {
    world = await World.start({ worker: false });
    [customer, productId] = await Promise.all([world.customer(), world.product(9)]);
    await fillCart(customer, productId, 2);
  });
  afterAll(() => world.stop());

  /** Refused with status and code, as a problem that tells no secret, and with nothing written. */
  async function expectRefused(
    act: () => Promise<Answer<Record<string, unknown>>>,
    status: number,
    code: string,
  ): Promise<Answer<Record<string, unknown>>> {
    const answer = await writingNothing(world, act);
    expect({ status: answer.status, code: answer.body['code'], body: answer.text }).toEqual({
      status,
      code,
      body: answer.text,
    });
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.body['requestId']).toBe(answer.headers.get('x-request-id'));
    expect(answer.text).not.toMatch(
      /\bat \S+ \(|node_modules|\bselect\b|\binsert\b|stack|dist\/|127\.0\.0\.1|\/work\//i,
    );
    return answer;
  }

  const fieldsOf = (answer: Answer<Record<string, unknown>>): string[] =>
    (answer.body['errors'] as { field: string }[]).map((fault) => fault.field);

  const order = (more: object = {}) => ({ ...paidBy('pm_card_visa'), ...more });

  describe('what is no JSON object', () => {
    const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    const address = JSON.stringify(ADDRESS);

    it.each([
      ['cut off', '{"shippingAddress": {', 'malformed_body'],
      ['no JSON', 'hello', 'malformed_body'],
      ['followed by more', '{} {}', 'malformed_body'],
      ['a number', '5', 'validation_failed'],
      ['null', 'null', 'validation_failed'],
      ['of nothing but brackets', deep(32_000), 'malformed_body'],
      ['a text', '"hello"', 'validation_failed'],
      ['an array', '[]', 'validation_failed'],
      ['an array of orders', `[{"shippingAddress": ${address}}]`, 'validation_failed'],
      ['with a NUL escape in a value', `{"shippingAddress": {"street": "a\\u0000b"}}`, 'malformed_body'],
      ['with a NUL escape in a name', `{"a\\u0000b": 1}`, 'malformed_body'],
      ['with a NUL byte', '{"a": "\0"}', 'malformed_body'],
      ['with half a surrogate pair', `{"shippingAddress": {"street": "\\ud83d"}}`, 'malformed_body'],
      ['with the other half', `{"shippingAddress": {"street": "\\uDE00 x"}}`, 'malformed_body'],
      ['with __proto__', `{"__proto__": {"role": "admin"}, "shippingAddress": ${address}}`, 'malformed_body'],
      ['with __proto__ inside', `{"shippingAddress": {"__proto__": {"street": "x"}}}`, 'malformed_body'],
      ['with __proto__ escaped', `{"\\u005f_proto__": 1}`, 'malformed_body'],
      ['with constructor.prototype', `{"constructor": {"prototype": {"a": 1}}}`, 'malformed_body'],
      ['10,000 arrays deep', deep(10_000), 'malformed_body'],
      ['10,000 arrays deep in a field', `{"items": ${deep(10_000)}}`, 'malformed_body'],
      ['10,000 objects deep', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, 'malformed_body'],
    ])('a body that is %s', async (_, raw, code) => {
      const answer = await expectRefused(() => customer.call('POST', '/orders/create', { raw }), 400, code);
      expect(answer.body['error']).toBe('Validation failed');
    });

    it('under an Idempotency-Key too, where the body is fingerprinted', async () => {
      const raw = `{"items": ${deep(10_000)}}`;
      await expectRefused(
        () => customer.call('POST', '/orders/create', { raw, key: 'deep' }),
        400,
        'malformed_body',
      );
    });

    it('a name that comes twice counts once, with its last value, as JSON.parse reads it', async () => {
      const raw = `{"productId": "${productId}", "quantity": 1, "quantity": 0}`;
      const answer = await expectRefused(
        () => customer.call('POST', '/cart/items', { raw }),
        400,
        'validation_failed',
      );
      expect(fieldsOf(answer)).toEqual(['quantity']);
    });

    it.each([
      ['text/plain', 'text/plain'],
      ['a form', 'application/x-www-form-urlencoded'],
      ['XML', 'application/xml'],
      ['several parts', 'multipart/form-data; boundary=x'],
      ['nonsense', 'json'],
    ])('%s instead of JSON', async (_, type) => {
      const raw = JSON.stringify(order());
      const call = { raw, headers: { 'content-type': type } };
      const answer = await expectRefused(
        () => customer.call('POST', '/orders/create', call),
        415,
        'unsupported_media_type',
      );
      expect(answer.body['error']).toBe('Unsupported media type');
    });

    it('more than 64 kB', async () => {
      const raw = JSON.stringify(order({ returnUrl: 'x'.repeat(64 * 1024) }));
      const answer = await expectRefused(
        () => customer.call('POST', '/orders/create', { raw }),
        413,
        'body_too_large',
      );
      expect(answer.body['error']).toBe('Request too large');
    });

    it('a compressed body is not unpacked', async () => {
      const call = { raw: gzipSync(JSON.stringify(order())), headers: { 'content-encoding': 'gzip' } };
      await expectRefused(() => customer.call('POST', '/orders/create', call), 400, 'malformed_body');
    });
  });

  describe('fields', () => {
    it('tells every fault at once, by field', async () => {
      const body = {
        shippingAddress: { street: '', city: 5, zipCode: 'x'.repeat(21), country: 'U', planet: 'Mars' },
        billingAddress: 'same',
        items: [
          { productId: 'prod_mug', quantity: 0 },
          { productId: '../etc', quantity: 1.5 },
        ],
        expectedTotal: '10',
        surprise: true,
      };
      const answer = await expectRefused(
        () => customer.post('/orders/create', body, { key: 'k1' }),
        400,
        'validation_failed',
      );
      expect(fieldsOf(answer).toSorted()).toEqual([
        'billingAddress',
        'expectedTotal',
        'items.0.quantity',
        'items.1.productId',
        'items.1.quantity',
        'shippingAddress.city',
        'shippingAddress.country',
        'shippingAddress.planet',
        'shippingAddress.street',
        'shippingAddress.zipCode',
        'surprise',
      ]);
    });

    it.each([
      ['no address', { shippingAddress: undefined }, 'shippingAddress'],
      ['null for an address', { shippingAddress: null }, 'shippingAddress'],
      ['a list of addresses', { shippingAddress: [ADDRESS] }, 'shippingAddress'],
      ['a price of one’s own', { items: [{ productId: 'p', quantity: 1, price: 0.01 }] }, 'items.0.price'],
      ['a subtotal', { items: [{ productId: 'p', quantity: 1, subtotal: 1 }] }, 'items.0.subtotal'],
      ['a total', { total: 0.01 }, 'total'],
      ['a grand total', { grandTotal: 0.01 }, 'grandTotal'],
      ['tax', { tax: 0 }, 'tax'],
      ['shipping', { shippingCost: 0 }, 'shippingCost'],
      ['a currency', { currency: 'JPY' }, 'currency'],
      ['a status', { status: 'confirmed' }, 'status'],
      ['a payment status', { paymentStatus: 'paid' }, 'paymentStatus'],
      ['an order number', { orderId: 'ORD-0000000000' }, 'orderId'],
      ['somebody else', { customerId: 'usr_1' }, 'customerId'],
      ['adjustments', { adjustments: [{ kind: 'discount', amount: -50 }] }, 'adjustments'],
      [
        'a line break in a street',
        { shippingAddress: { ...ADDRESS, street: 'a\r\nBcc: x@y.z' } },
        'shippingAddress.street',
      ],
      [
        'a line separator in a city',
        { shippingAddress: { ...ADDRESS, city: 'a\u2028b' } },
        'shippingAddress.city',
      ],
      ['no items in items', { items: [] }, 'items'],
      ['items that are no list', { items: { productId: 'p' } }, 'items'],
      ['a null item', { items: [null] }, 'items.0'],
      ['a text as item', { items: ['prod_mug'] }, 'items.0'],
      [
        'one product twice',
        {
          items: [
            { productId: 'p', quantity: 1 },
            { productId: 'p', quantity: 2 },
          ],
        },
        'items',
      ],
      [
        'too many items',
        { items: Array.from({ length: 101 }, (_, i) => ({ productId: `p${i}`, quantity: 1 })) },
        'items',
      ],
      ['a total as text', { expectedTotal: '139.57' }, 'expectedTotal'],
      ['a total below zero', { expectedTotal: -1 }, 'expectedTotal'],
      ['an address to come back to elsewhere', { returnUrl: 'https://evil.example/' }, 'returnUrl'],
      ['a script to come back to', { returnUrl: 'javascript:alert(1)' }, 'returnUrl'],
      ['a method that is no text', { paymentMethod: ['credit_card'] }, 'paymentMethod'],
      ['details without a method', { paymentMethod: undefined }, 'paymentMethod'],
      ['details of no form', { paymentDetails: {} }, 'paymentDetails'],
      [
        'details of two forms',
        { paymentDetails: { token: 'a', encryptedPaymentData: 'b' } },
        'paymentDetails',
      ],
      ['a token that is no text', { paymentDetails: { token: 5 } }, 'paymentDetails.token'],
      [
        'a wrong month',
        { paymentDetails: { cardNumber: 'a..b.c.d', cvv: 'a..b.c.d', expiryDate: '13/30' } },
        'paymentDetails.expiryDate',
      ],
      [
        'no expiry',
        { paymentDetails: { cardNumber: 'a..b.c.d', cvv: 'a..b.c.d' } },
        'paymentDetails.expiryDate',
      ],
      ['no cvv', { paymentDetails: { cardNumber: 'a..b.c.d', expiryDate: '12/34' } }, 'paymentDetails.cvv'],
      [
        'no JWE',
        { paymentDetails: { encryptedPaymentData: 'secret' } },
        'paymentDetails.encryptedPaymentData',
      ],
    ])('an order with %s', async (_, more, field) => {
      const answer = await expectRefused(
        () => customer.post('/orders/create', order(more), { key: crypto.randomUUID() }),
        400,
        'validation_failed',
      );
      expect(fieldsOf(answer)).toContain(field);
    });

    it.each([
      ['0', '0'],
      ['-0', '-0'],
      ['-1', '-1'],
      ['1.5', '1.5'],
      ['1000', '1000'],
      ['1e9', '1e9'],
      ['1e309', '1e309'],
      ['2^53 + 1', '9007199254740993'],
      ['a text', '"2"'],
      ['true', 'true'],
      ['null', 'null'],
      ['a list', '[1]'],
    ])('a quantity of %s', async (_, quantity) => {
      const item = `{"productId": "${productId}", "quantity": ${quantity}}`;
      const address = JSON.stringify(ADDRESS);
      const raw = `{"shippingAddress": ${address}, "items": [${item}]}`;
      const key = crypto.randomUUID();
      const calls = [
        () => customer.call('POST', '/orders/create', { raw, key }),
        () => customer.call('POST', '/orders/quote', { raw }),
        () => customer.call('POST', '/cart/items', { raw: item }),
      ];
      for (const call of calls) {
        const answer = await expectRefused(call, 400, 'validation_failed');
        expect(fieldsOf(answer)).toEqual([expect.stringMatching(/quantity$/)]);
      }
    });

    it('an expected total of 1e309 is no number', async () => {
      const raw = `{"shippingAddress": ${JSON.stringify(ADDRESS)}, "expectedTotal": 1e309}`;
      const answer = await expectRefused(
        () => customer.call('POST', '/orders/create', { raw }),
        400,
        'validation_failed',
      );
      expect(fieldsOf(answer)).toEqual(['expectedTotal']);
    });

    it('a payment without card data', async () => {
      const answer = await expectRefused(
        () => customer.post('/payment/process', {}),
        400,
        'validation_failed',
      );
      expect(fieldsOf(answer)).toEqual(['paymentDetails']);
    });

    it('a product that is not sold', async () => {
      const items = [{ productId: 'prod_nothing', quantity: 1 }];
      const key = crypto.randomUUID();
      await expectRefused(
        () => customer.post('/orders/create', order({ items }), { key }),
        404,
        'product_not_found',
      );
      await expectRefused(() => customer.post('/cart/items', items[0]), 404, 'product_not_found');
    });
  });

  describe('addresses', () => {
    it.each([
      ['GET', '/products/%00', 'product_not_found'],
      ['GET', '/products/a%00b', 'product_not_found'],
      ['GET', "/products/x'%20or%201=1--", 'product_not_found'],
      ['GET', '/orders/%00', 'order_not_found'],
      ['GET', '/orders/ORD-%00%00%00%00%00%00%00%00%00%00', 'order_not_found'],
      ['GET', "/orders/ORD-1'or'1'='1", 'order_not_found'],
      ['GET', '/orders/..%2f..%2fetc%2fpasswd', 'order_not_found'],
      ['POST', '/orders/%00/cancel', 'order_not_found'],
      ['POST', '/orders/ORD-0000000000/reorder', 'order_not_found'],
      ['GET', '/payment/return/%00', 'attempt_not_found'],
      ['GET', '/payment/return/019ab3c2-5d1e-7a34-9c11-8f2e6d7b1a90', 'attempt_not_found'],
      ['GET', '/problems/__proto__', 'not_found'],
      ['GET', '/problems/%00', 'not_found'],
      ['PATCH', '/cart/items/%00', 'product_not_found'],
    ])('%s %s names nothing', async (method, path, code) => {
      const call = method === 'PATCH' ? { body: { quantity: 1 } } : {};
      await expectRefused(() => customer.call(method, path, call), 404, code);
    });

    it.each([
      ['GET', '/nothing/here'],
      ['GET', '/orders/create/more'],
      ['PUT', '/orders'],
      ['DELETE', '/orders/ORD-0000000000'],
      ['POST', '/products'],
      ['GET', '/orders/%ZZ'],
      ['GET', '/orders/%'],
      ['GET', '/orders/%ED%A0%80'],
      ['GET', '/../etc/passwd'],
    ])('%s %s is no operation', async (method, path) => {
      const answer = await expectRefused(
        () => customer.call(method, path, { offContract: true }),
        404,
        'not_found',
      );
      expect(answer.body).toEqual({
        type: '/problems/not_found',
        title: 'Not found',
        status: 404,
        detail: expect.any(String),
        instance: expect.any(String),
        error: 'Not found',
        code: 'not_found',
        requestId: expect.any(String),
      });
    });

    it.each([
      ['/products?query=%00', 'query'],
      ['/products?query=a%0Ab', 'query'],
      [
        '/products?query=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        'query',
      ],
      ['/products?query=a&query=b', 'query'],
      ['/products?limit=0', 'limit'],
      ['/products?limit=-1', 'limit'],
      ['/products?limit=101', 'limit'],
      ['/products?limit=1.5', 'limit'],
      ['/products?limit=1e309', 'limit'],
      ['/products?limit=', 'limit'],
      ['/products?limit=ten', 'limit'],
      ['/products?limit=1&limit=2', 'limit'],
      ['/products?cursor=%00', 'cursor'],
      ['/products?cursor=e30', 'cursor'],
      ['/products?sort=price', 'sort'],
      ['/orders?status=lost', 'status'],
      ['/orders?status=pending&status=shipped', 'status'],
      ['/orders?limit=101', 'limit'],
      ['/orders?cursor=WyJhIiwiYiJd', 'cursor'],
      ['/orders?cursor=%00', 'cursor'],
      ['/orders?customerId=usr_1', 'customerId'],
    ])('GET %s', async (path, field) => {
      const answer = await expectRefused(() => customer.get(path), 400, 'validation_failed');
      expect(fieldsOf(answer)).toEqual([field]);
    });

    it('a query that would be a prototype', async () => {
      const answer = await customer.get('/products?__proto__[limit]=1&constructor[prototype][x]=1', {
        offContract: true,
      });
      expect([200, 400]).toContain(answer.status);
      expect(({} as { limit?: unknown }).limit).toBeUndefined();
      expect((await customer.get('/products?limit=1')).body.products).toHaveLength(1);
    });
  });

  describe('who is calling', () => {
    const claims = { role: 'customer', sid: '019ab3c2-5d1e-7a34-9c11-8f2e6d7b1a90' };
    const b64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const mine = () =>
      JSON.parse(Buffer.from(customer.token!.split('.')[1]!, 'base64url').toString()) as Record<
        string,
        unknown
      >;

    async function signed(change: Record<string, unknown>, key: Uint8Array = SECRET): Promise<string> {
      const payload = { ...mine(), ...change };
      return new SignJWT(payload).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(key);
    }

    const TOKENS: Record<string, () => Promise<string> | string> = {
      'no token': () => '',
      nonsense: () => 'nonsense',
      'three parts of nonsense': () => 'a.b.c',
      'an expired one': () => signed({ iat: 1_700_000_000, exp: 1_700_000_900 }),
      'one that expired a minute ago': () => signed({ exp: Math.floor(Date.now() / 1000) - 61 }),
      'one that is not valid yet': () => signed({ nbf: Math.floor(Date.now() / 1000) + 3600 }),
      'one without expiry': () => signed({ exp: undefined }),
      'one for another audience': () => signed({ aud: 'another-api' }),
      'one without an audience': () => signed({ aud: undefined }),
      'one of another issuer': () => signed({ iss: 'somebody' }),
      'one without a subject': () => signed({ sub: undefined }),
      'one whose subject is no user id': () => signed({ sub: "' or 1=1" }),
      'one with a role that there is not': () => signed({ role: 'root' }),
      'one signed with another secret': () => signed({}, randomBytes(32)),
      'one signed with an empty secret': () => signed({}, new Uint8Array(32)),
      'one whose claims were changed': () => {
        const [header, , signature] = customer.token!.split('.');
        return `${header}.${b64({ ...mine(), role: 'admin' })}.${signature}`;
      },
      'one without a signature': () => `${customer.token!.split('.').slice(0, 2).join('.')}.`,
      'alg none': () => `${b64({ alg: 'none', typ: 'JWT' })}.${b64({ ...mine(), role: 'admin' })}.`,
      'alg None with a signature': () =>
        `${b64({ alg: 'None', typ: 'JWT' })}.${b64({ ...mine(), role: 'admin' })}.${customer.token!.split('.')[2]}`,
      'HS512 with the right secret': () =>
        new SignJWT(mine()).setProtectedHeader({ alg: 'HS512' }).sign(new Uint8Array([...SECRET, ...SECRET])),
      'one signed by a key in its own header': async () => {
        const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
        const jwk = publicKey.export({ format: 'jwk' });
        return new SignJWT({ ...mine(), ...claims })
          .setProtectedHeader({ alg: 'ES256', jwk })
          .sign(privateKey);
      },
      'one whose secret is the public card key': async () => {
        const [jwk] = (await world.stranger.get<{ keys: JWK[] }>('/payment/keys')).body.keys;
        const pem = await exportSPKI((await importJWK(jwk!, 'ECDH-ES', { extractable: true })) as never);
        return signed({ role: 'admin' }, new TextEncoder().encode(pem));
      },
      'a refresh token': async () =>
        (await world.stranger.post('/auth/guest', { email: 'g@example.com' })).body.refreshToken as string,
    };

    it.each(Object.entries(TOKENS))('%s opens nothing', async (_, make) => {
      const caller = new Client(world.baseUrl, await make());
      const calls = [
        () => caller.get('/auth/me'),
        () => caller.get('/cart'),
        () => caller.post('/orders/create', order()),
        () => caller.post('/payment/process', { paymentDetails: { token: 'pm_card_visa' } }),
        () => caller.post('/orders/ORD-0000000000/prepare'),
      ];
      for (const call of calls) {
        const answer = await expectRefused(call, 401, 'unauthorized');
        expect(answer.body['error']).toBe('Unauthorized');
        expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      }
    });

    it.each(['Basic', 'Token', 'bearer:'])('the scheme %s opens nothing', async (scheme) => {
      const headers = { authorization: `${scheme} ${customer.token}` };
      await expectRefused(() => world.stranger.get('/cart', { headers }), 401, 'unauthorized');
    });

    it('a token in the address opens nothing', async () => {
      await expectRefused(
        () => world.stranger.get(`/cart?access_token=${customer.token}`),
        401,
        'unauthorized',
      );
    });

    it('a token whose user is gone opens nothing', async () => {
      const gone = new Client(world.baseUrl, await signed({ sub: '019ab3c2-5d1e-7a34-9c11-8f2e6d7b1a90' }));
      await expectRefused(() => gone.get('/auth/me'), 401, 'unauthorized');
      await expectRefused(() => gone.post('/cart/items', { productId, quantity: 1 }), 401, 'unauthorized');
      await expectRefused(() => gone.post('/orders/create', order()), 401, 'unauthorized');
    });

    it('a customer does nothing that is an admin’s', async () => {
      const { orderId } = await orderOf(await world.customer());
      for (const move of ['prepare', 'ship', 'deliver', 'refunds']) {
        const answer = await expectRefused(
          () => customer.post(`/orders/${orderId}/${move}`, {}),
          403,
          'forbidden',
        );
        expect(answer.body['error']).toBe('Forbidden');
      }
    });

    it('somebody else’s order looks like one that is not there, whatever is tried', async () => {
      const { orderId } = await orderOf(await world.customer());
      const attempts = (number: string) => [
        () => customer.get(`/orders/${number}`),
        () => customer.post(`/orders/${number}/cancel`),
        () => customer.post(`/orders/${number}/reorder`),
        () =>
          customer.post('/payment/process', { orderId: number, paymentDetails: { token: 'pm_card_visa' } }),
      ];
      const shown = ({ status, body }: Answer<Record<string, unknown>>) => {
        return { status, ...body, instance: null, requestId: null };
      };
      const foreign = attempts(orderId);
      const absent = attempts('ORD-0000000000');
      for (const [index, attempt] of foreign.entries()) {
        const answer = await expectRefused(attempt, 404, 'order_not_found');
        expect(answer.body['error']).toBe('Order not found');
        expect(shown(answer)).toEqual(shown(await absent[index]!()));
      }
    });

    async function orderOf(caller: Client): Promise<{ orderId: string }> {
      await fillCart(caller, productId);
      return (await caller.post('/orders/create', { shippingAddress: ADDRESS })).body;
    }
  });

  describe('card data', () => {
    const b64 = (value: string | Buffer) => Buffer.from(value).toString('base64url');
    const JSON_CARD = JSON.stringify({ cardNumber: '4242424242424242', expiryDate: '12/34', cvv: '123' });

    it.each([
      ['a number', { cardNumber: '4242424242424242', expiryDate: '12/34', cvv: '123' }],
      ['a number in groups', { cardNumber: '4242 4242-4242 4242', expiryDate: '12/34', cvv: 'a..b.c.d' }],
      ['a cvv', { cardNumber: 'a..b.c.d', expiryDate: '12/34', cvv: '123' }],
      ['a number as token', { token: '4242424242424242' }],
      ['a number as envelope', { encryptedPaymentData: '4242424242424242' }],
    ])('%s in the clear is refused, and told as such', async (_, paymentDetails) => {
      const answer = await expectRefused(
        () => customer.post('/orders/create', order({ paymentDetails })),
        400,
        'plaintext_card_data',
      );
      expect(answer.body['error']).toBe('Validation failed');
      expect(answer.text).not.toMatch(/4242\W?4242/);
      const { orderId } = await pendingOrder();
      await expectRefused(
        () => customer.post('/payment/process', { orderId, paymentDetails }),
        400,
        'plaintext_card_data',
      );
      expect(world.api.output()).not.toMatch(/4242\W?4242/);
    });

    /** Attacks on the envelope that its header gives away. */
    const HEADERS: Record<string, () => Promise<string>> = {
      'alg dir': () => forged({ alg: 'dir' }),
      'alg none': () => forged({ alg: 'none' }),
      'alg RSA1_5': () => forged({ alg: 'RSA1_5' }),
      'alg PBES2 with a million rounds': () =>
        forged({ alg: 'PBES2-HS256+A128KW', p2c: 1_000_000, p2s: 'AAAA' }),
      'alg ECDH-ES+A256KW': () => forged({ alg: 'ECDH-ES+A256KW' }),
      'enc A128CBC-HS256': () => forged({ enc: 'A128CBC-HS256' }),
      'no enc': () => forged({ enc: undefined }),
      zip: () => forged({ zip: 'DEF' }),
      'an unknown kid': () => forged({ kid: 'nobody' }),
      'a kid that is a path': () => forged({ kid: '../../etc/passwd' }),
      'a kid that is __proto__': () => forged({ kid: '__proto__' }),
      'no kid': () => forged({ kid: undefined }),
      'no iat': () => forged({ iat: undefined }),
      'an iat that is text': () => forged({ iat: 'now' }),
      'an iat of 16 minutes ago': () => encrypt(customer, JSON_CARD, { iat: seconds() - 16 * 60 }),
      'an iat in two minutes': () => encrypt(customer, JSON_CARD, { iat: seconds() + 120 }),
      'a header that is no JSON': async () => `${b64('hello')}..${b64('i')}.${b64('c')}.${b64('t')}`,
    };
    const seconds = () => Math.floor(Date.now() / 1000);

    async function forged(change: Record<string, unknown>): Promise<string> {
      const genuine = await encrypt(customer, JSON_CARD);
      const [header, ...rest] = genuine.split('.');
      const fields = JSON.parse(Buffer.from(header!, 'base64url').toString()) as object;
      return [b64(JSON.stringify({ ...fields, ...change })), ...rest].join('.');
    }

    async function pendingOrder(): Promise<{ orderId: string }> {
      const { rows } = await world.db.query(
        `select number as "orderId" from orders o join order_lines l on l.order_id = o.id
         where o.status = 'pending' and o.customer_id = (select id from users where personal->>'email' = $1)`,
        [(await customer.get('/auth/me')).body.email],
      );
      if (rows[0]) return rows[0];
      const items = [{ productId, quantity: 1 }];
      const key = crypto.randomUUID();
      return (await customer.post('/orders/create', { shippingAddress: ADDRESS, items }, { key })).body;
    }

    it.each(Object.entries(HEADERS))('an envelope with %s is not opened', async (_, make) => {
      const jwe = await make();
      const { orderId } = await pendingOrder();
      const calls = [
        () => customer.post('/orders/create', order({ paymentDetails: { encryptedPaymentData: jwe } })),
        () => customer.post('/payment/process', { orderId, encryptedPaymentData: jwe }),
        () =>
          customer.post('/payment/process', {
            orderId,
            paymentDetails: { cardNumber: jwe, expiryDate: '12/34', cvv: jwe },
          }),
      ];
      for (const call of calls) {
        const answer = await expectRefused(call, 400, 'card_data_unreadable');
        expect(answer.body['error']).toBe('Validation failed');
      }
    });

    /** What only decryption shows. */
    const SEALED: Record<string, () => Promise<string>> = {
      'a cut tag': async () => (await encrypt(customer, JSON_CARD)).slice(0, -4),
      'a tag of one bit less': async () => flipped(await encrypt(customer, JSON_CARD), 4),
      'a changed ciphertext': async () => flipped(await encrypt(customer, JSON_CARD), 3),
      'a changed nonce': async () => flipped(await encrypt(customer, JSON_CARD), 2),
      'another iat than it was sealed with': () => forged({ iat: seconds() - 5 }),
      'another point of the curve': () =>
        forged({
          epk: generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
        }),
      'a point that is not on the curve': () =>
        forged({
          epk: { kty: 'EC', crv: 'P-256', x: b64(Buffer.alloc(32, 1)), y: b64(Buffer.alloc(32, 2)) },
        }),
      'no JSON in it': () => encrypt(customer, 'hello'),
      'half a card in it': () => encrypt(customer, '{"cardNumber": "4242424242424242"}'),
      'a month that there is not': () => encrypt(customer, JSON_CARD.replace('12/34', '13/34')),
      'a lock of another server’s key': madeForAnotherServer,
    };

    async function madeForAnotherServer(): Promise<string> {
      const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const { keys, serverTime } = (await customer.get('/payment/keys')).body;
      return new CompactEncrypt(new TextEncoder().encode(JSON_CARD))
        .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: keys[0].kid, iat: serverTime })
        .encrypt(publicKey);
    }

    function flipped(jwe: string, part: number): string {
      const parts = jwe.split('.');
      const bytes = Buffer.from(parts[part]!, 'base64url');
      bytes[0]! ^= 1;
      parts[part] = bytes.toString('base64url');
      return parts.join('.');
    }

    it.each(Object.entries(SEALED))(
      'an envelope with %s pays nothing and leaves nothing',
      async (_, make) => {
        const { orderId } = await pendingOrder();
        const encryptedPaymentData = await make();
        const calls = [
          () => customer.post('/orders/create', order({ paymentDetails: { encryptedPaymentData } })),
          () => customer.post('/payment/process', { orderId, encryptedPaymentData }),
        ];
        for (const call of calls) {
          const answer = await expectRefused(call, 400, 'card_data_unreadable');
          expect(answer.text).not.toMatch(/4242\W?4242/);
        }
        expect(await world.gateway.journal()).toEqual([]);
      },
    );

    it('the published keys have no private part', async () => {
      const { body } = await world.stranger.get('/payment/keys');
      expect(body.keys.length).toBeGreaterThan(0);
      for (const key of body.keys)
        expect(Object.keys(key).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
      expect(Math.abs(body.serverTime - seconds())).toBeLessThan(5);
    });

    it('after all of it the cart is as it was, and a good card pays', async () => {
      expect((await customer.get('/cart')).body.items).toMatchObject([{ productId, quantity: 2 }]);
      const details = await encryptedCard(customer, '4242424242424242');
      const placed = await customer.post('/orders/create', order({ paymentDetails: details }));
      expect([placed.status, placed.body.grandTotal]).toEqual([201, 139.57]);
    });
  });

  describe('webhooks', () => {
    const body = JSON.stringify({
      id: 'evt_1',
      type: 'payment_intent.succeeded',
      data: { object: { id: 'pi_1' } },
    });
    const deliver = (headers: Record<string, string>, gateway = 'stripe') =>
      world.stranger.call('POST', `/payment/webhooks/${gateway}`, { raw: body, headers, offContract: true });

    it.each([
      ['no signature', {}],
      ['an empty one', { 'stripe-signature': '' }],
      ['a made-up one', { 'stripe-signature': `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}` }],
      ['one without a time', { 'stripe-signature': `v1=${'0'.repeat(64)}` }],
    ])('with %s are not stored', async (_, headers: Record<string, string>) => {
      await expectRefused(() => deliver(headers), 400, 'invalid_webhook_signature');
      const { rows } = await world.db.query(`select 1 from stored_webhooks where event_id = 'evt_1'`);
      expect(rows).toEqual([]);
    });

    it('of a gateway that there is not are not found', async () => {
      await expectRefused(() => deliver({}, 'nobody'), 404, 'gateway_not_found');
      await expectRefused(() => deliver({}, '__proto__'), 404, 'gateway_not_found');
    });
  });

  describe('what no HTTP client would send', () => {
    /** Writes bytes and reads what comes until the end. */
    function raw(text: string): Promise<string> {
      return new Promise((resolve, reject) => {
        const { hostname, port } = new URL(world.baseUrl);
        const socket = connect(Number(port), hostname, () => socket.write(text));
        let answer = '';
        socket.setTimeout(5_000, () => socket.destroy(new Error(`no answer: ${answer}`)));
        socket.on('data', (chunk) => (answer += chunk.toString()));
        socket.on('close', () => resolve(answer));
        // A server that has refused does not wait for the rest.
        socket.on('error', (error: NodeJS.ErrnoException) =>
          error.code === 'ECONNRESET' ? undefined : reject(error),
        );
      });
    }

    const request = (headers: string, content = '{}') =>
      `POST /orders/create HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${customer.token}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${content.length}\r\n${headers}\r\n${content}`;

    it.each([
      ['an Idempotency-Key with a line break folded in', 'Idempotency-Key: a\r\n b\r\n'],
      ['an Idempotency-Key with a bare line feed', 'Idempotency-Key: a\nX-Evil: 1\r\n'],
      ['an Idempotency-Key with a NUL', 'Idempotency-Key: a\0b\r\n'],
      ['two lengths', 'Content-Length: 5\r\n'],
      ['a length and chunks', 'Transfer-Encoding: chunked\r\n'],
      ['a header of 64 kB', `X-Long: ${'x'.repeat(64 * 1024)}\r\n`],
    ])('%s', async (_, headers) => {
      const answer = await writingNothing(world, () => raw(request(headers)));
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
      expect(answer).not.toMatch(/\bat \S+ \(|node_modules/);
    });

    it('a control: without it the request is read and answered', async () => {
      const answer = await writingNothing(world, () => raw(request('Idempotency-Key: raw-1\r\n')));
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toContain('"field":"shippingAddress"');
    });

    it('two keys are refused as no key', async () => {
      const answer = await writingNothing(world, () =>
        raw(request('Idempotency-Key: a\r\nIdempotency-Key: b\r\n')),
      );
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toContain('"field":"Idempotency-Key"');
    });

    it('the api is alive after all of this', async () => {
      expect((await world.stranger.get('/health/ready')).body).toEqual({ status: 'ok' });
      expect(world.api.output()).not.toContain('internal error');
    });
  });
});
