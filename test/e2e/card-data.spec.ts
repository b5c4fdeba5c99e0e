import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { writePrivately } from '../../src/tokeniser/key-file.js';
import { encrypt, encryptedCard, encryptedPaymentData } from '../support/card.js';
import type { Answer, Client } from '../support/client.js';
import { aStrangersKey, keysIn, nowSeconds, seal } from '../support/envelopes.js';
import { eventually } from '../support/eventually.js';
import { memoryOf } from '../support/process-memory.js';
import { writingNothing } from '../support/rows.js';
import { fillCart, paidBy, World } from '../support/world.js';

const NUMBER = '4242424242424242';
const JSON_CARD = JSON.stringify({ cardNumber: NUMBER, expiryDate: '12/34', cvv: '123' });

describe('encrypted card data', () => {
  let world: World;
  beforeAll(async () => (world = await World.start()));
  afterAll(() => world.stop());

  const buyer = async (): Promise<Client> => {
    const customer = await world.guest();
    await fillCart(customer, await world.product(3));
    return customer;
  };
  const order = (customer: Client, paymentDetails: object): Promise<Answer<Record<string, string>>> =>
    customer.post('/orders/create', { ...paidBy(''), paymentDetails });
  const published = async (): Promise<string[]> =>
    (await world.stranger.get('/payment/keys')).body.keys.map(({ kid }: { kid: string }) => kid);
  const rotate = (): void => {
    execFileSync(process.execPath, ['dist/tokeniser/card-keys.js', 'rotate', world.cardKeysFile]);
  };

  /** 400 with the code, nothing written but the audit row of this very request. */
  async function expectRefused(answering: () => Promise<Answer<Record<string, string>>>, code: string) {
    const audited = async (requestId: string | null) =>
      (
        await world.db.query(
          'select outcome, subject_kind, facts from audit_log where request_id is not distinct from $1',
          [requestId],
        )
      ).rows;
    // The worker goes on with what earlier tests have begun: it has no request.
    const count = async () => {
      const { rows } = await world.db.query<{ n: number }>(
        'select count(*)::int as n from audit_log where request_id is not null',
      );
      return rows[0]!.n;
    };
    const before = await count();
    const answer = await writingNothing(world, answering);
    expect([answer.status, answer.body['code']]).toEqual([400, code]);
    expect(await count()).toBe(before + 1);
    expect(await audited(answer.headers.get('x-request-id'))).toEqual([
      { outcome: code, subject_kind: 'request', facts: {} },
    ]);
    return answer;
  }

  describe('a rotation of keys', () => {
    it('publishes the new key at once, and cards that are under way with the old one still pay', async () => {
      const customer = await buyer();
      const [old] = await published();
      const underWay = await encryptedCard(customer, NUMBER);
      rotate();
      const kids = await eventually(async () => {
        const now = await published();
        return now[0] !== old && now;
      });
      expect(kids).toHaveLength(2);
      expect(kids[1]).toBe(old);
      const placed = await order(customer, underWay);
      expect(placed.status).toBe(201);
      expect((await order(await buyer(), await encryptedCard(customer, NUMBER))).status).toBe(201);
    });

    it('ends the old key after the overlap: its cards are refused by name, with the key to use', async () => {
      const customer = await buyer();
      const [old] = keysIn(world.cardKeysFile);
      const late = await seal(old!, JSON_CARD);
      rotate();
      const keys = keysIn(world.cardKeysFile) as { kid: string; createdAt: string }[];
      const aDayBefore = (text: string) => new Date(Date.parse(text) - 25 * 3_600_000).toISOString();
      writePrivately(world.cardKeysFile, {
        keys: keys.map((key) => ({ ...key, createdAt: aDayBefore(key.createdAt) })),
      });
      const kid = keys.at(-1)!.kid;
      await eventually(async () => (await published()).join() === kid);

      const refused = await expectRefused(
        () => order(customer, { encryptedPaymentData: late }),
        'card_key_expired',
      );
      expect(refused.body).toMatchObject({ error: 'Validation failed', currentKid: kid });
      expect((await order(customer, await encryptedCard(customer, NUMBER))).status).toBe(201);
    });
  });

  describe('that do not open', () => {
    it.each([
      [
        'changed on the way',
        async (customer: Client) => {
          const jwe = await encrypt(customer, JSON_CARD);
          return `${jwe.slice(0, -1)}${jwe.endsWith('A') ? 'Q' : 'A'}`;
        },
      ],
      [
        'locked with another key',
        async (customer: Client) => seal({ ...aStrangersKey(), kid: (await kidFor(customer))! }, JSON_CARD),
      ],
      ['of a key that nobody has', (customer: Client) => encrypt(customer, JSON_CARD, { kid: 'nobody' })],
    ])('%s leave an audit row and nothing else, at checkout and afterwards', async (_, make) => {
      const customer = await buyer();
      const jwe = await make(customer);
      await expectRefused(() => order(customer, { encryptedPaymentData: jwe }), 'card_data_unreadable');
      const good = await encrypt(customer, NUMBER);
      const fields = { cardNumber: good, expiryDate: '12/34', cvv: jwe };
      await expectRefused(() => order(customer, fields), 'card_data_unreadable');
      await customer.post('/orders/create', { shippingAddress: paidBy('').shippingAddress });
      await expectRefused(
        () => customer.post('/payment/process', { encryptedPaymentData: jwe }),
        'card_data_unreadable',
      );
    });
    it('because there is no card in them leave as little', async () => {
      const customer = await buyer();
      for (const plaintext of ['hello', '{}', '{"cardNumber": "4242424242424242"}', NUMBER]) {
        const encryptedPaymentData = await encrypt(customer, plaintext);
        await expectRefused(() => order(customer, { encryptedPaymentData }), 'card_data_unreadable');
      }
    });

    const kidFor = async (customer: Client): Promise<string | undefined> =>
      (await customer.get('/payment/keys')).body.keys[0].kid;

    it('because they are played again after 15 minutes are refused, though they paid before', async () => {
      const customer = await buyer();
      const iat = nowSeconds() - 15 * 60 + 2;
      const jwe = await encrypt(customer, JSON_CARD, { iat });
      expect((await order(customer, { encryptedPaymentData: jwe })).status).toBe(201);
      await sleep((iat + 15 * 60) * 1_000 - Date.now() + 50);
      await fillCart(customer, await world.product(1));
      await expectRefused(() => order(customer, { encryptedPaymentData: jwe }), 'card_data_unreadable');
    });

    it('are not asked about where nothing is to be paid: a paid order answers as it was paid', async () => {
      const customer = await buyer();
      const { body } = await customer.post('/orders/create', paidBy('pm_card_visa'));
      const again = await customer.post('/payment/process', {
        orderId: body.orderId,
        encryptedPaymentData: 'a..b.c.d',
      });
      expect([again.status, again.body.transactionId]).toEqual([200, body.transactionId]);
    });
  });

  describe('without a tokeniser', () => {
    afterEach(async () => {
      if (world.tokeniser.process.signalCode) await world.restartTokeniser();
      await world.gateway.clearFaults();
    });

    it('pay nothing for now; tokens do, the keys are still told, and all is well once it is back', async () => {
      const [customer, other] = await Promise.all([buyer(), buyer()]);
      const card = await encryptedCard(customer, NUMBER);
      await world.tokeniser.kill();

      const failed = await order(customer, card);
      expect([failed.status, failed.body]).toEqual([
        500,
        expect.objectContaining({
          code: 'payment_service_unavailable',
          outcome: 'not_attempted',
          retryable: true,
        }),
      ]);
      expect(failed.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
      expect(await world.attemptsOf(failed.body['orderId']!)).toMatchObject([
        { status: 'failed', failure_reason: 'not_attempted', failure_code: 'tokeniser_unreachable' },
      ]);
      expect((await other.post('/orders/create', paidBy('pm_card_visa'))).status).toBe(201);
      expect(await published()).toHaveLength(1);

      await world.restartTokeniser();
      const paid = await order(customer, card);
      expect([paid.status, paid.body['orderId']]).toEqual([201, failed.body['orderId']]);
    });

    it('that dies while the gateway is asked, an answer comes at once, and nothing was charged', async () => {
      const customer = await buyer();
      const card = await encryptedCard(customer, NUMBER);
      await world.gateway.fault({ operation: 'payment_methods.create', mode: 'hang_before' });
      const ordering = order(customer, card);
      await eventually(async () =>
        (await world.gateway.journal('request')).some(
          ({ operation, status }) => operation === 'payment_methods.create' && status === 'hang',
        ),
      );
      const before = performance.now();
      await world.tokeniser.kill();
      const failed = await ordering;
      expect(performance.now() - before).toBeLessThan(2_000);
      expect([failed.status, failed.body['outcome']]).toEqual([500, 'not_attempted']);
      expect(await world.gateway.chargesOf(failed.body['orderId']!)).toEqual([]);
    });

    it('from the start, the keys are unavailable until there is one', async () => {
      await Promise.all([world.tokeniser.kill(), world.api.kill()]);
      await world.restartApi();
      const none = await world.stranger.get('/payment/keys');
      expect([none.status, none.body.code]).toEqual([500, 'payment_service_unavailable']);
      expect(none.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
      await world.restartTokeniser();
      expect(await published()).toHaveLength(1);
    });
  });

  describe('the process that opens them', () => {
    const pidOf = (part: 'api' | 'worker' | 'tokeniser'): number => world[part]!.process.pid!;
    const proc = (pid: number, file: string): string => readFileSync(`/proc/${pid}/${file}`, 'latin1');
    const settings = () => ({
      CARD_KEYS_FILE: world.cardKeysFile,
      CARD_TOKENISER_SOCKET: join(world.cardKeysFile, '../tokeniser.sock'),
      STRIPE_SECRET_KEY: 'sk_test',
      STRIPE_API_URL: world.gateway.url,
    });

    it('listens on a socket that is its owner’s alone, and on nothing else, debugger included', async () => {
      expect(statSync(settings().CARD_TOKENISER_SOCKET).mode & 0o777).toBe(0o600);
      world.tokeniser.process.kill('SIGUSR1');
      await sleep(300);
      expect(world.tokeniser.process.signalCode).toBeNull();
      const listening = [...proc(pidOf('tokeniser'), 'net/tcp').matchAll(/ 0A (?:\S+ +){5}(\d+) /g)];
      expect(listening.length).toBeGreaterThan(2);
      const listeners = new Set(listening.map(([, inode]) => `socket:[${inode}]`));
      const filesOf = (pid: number) =>
        readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
      expect(filesOf(pidOf('tokeniser')).filter((file) => listeners.has(file))).toEqual([]);
      expect(filesOf(pidOf('api')).filter((file) => listeners.has(file))).toHaveLength(1);
    });

    it('dumps no core, reads nothing but itself and the keys, and has no secret but the gateway’s', () => {
      const pid = pidOf('tokeniser');
      expect(proc(pid, 'limits')).toMatch(/^Max core file size +0 +0 /m);
      const flags = proc(pid, 'cmdline').split('\0');
      expect(flags).toEqual(expect.arrayContaining(['--permission', '--disable-sigusr1']));
      const root = process.cwd();
      expect(flags.filter((flag) => flag.startsWith('--allow-'))).toEqual([
        `--allow-fs-read=${root}/dist/tokeniser/`,
        `--allow-fs-read=${root}/node_modules/zod/`,
        '--allow-fs-read=/proc/self/limits',
        `--allow-fs-read=${world.cardKeysFile}`,
        `--allow-fs-write=${settings().CARD_TOKENISER_SOCKET}`,
      ]);
      expect(proc(pid, 'environ')).not.toMatch(/DATABASE_URL|JWT_SECRET|SMTP_URL|STRIPE_WEBHOOK_SECRET/);
    });

    it('alone knows the private keys: api and worker have neither the file’s name nor its content', () => {
      const secrets = keysIn(world.cardKeysFile).map(({ d }) => Buffer.from(d!));
      const holds = (pid: number): boolean => {
        for (const piece of memoryOf(pid, 64))
          if (secrets.some((secret) => piece.includes(secret))) return true;
        return false;
      };
      for (const part of ['api', 'worker'] as const) {
        expect(proc(pidOf(part), 'environ')).not.toMatch(/CARD_KEYS_FILE|card-keys/);
        expect(holds(pidOf(part))).toBe(false);
      }
      // The search finds what is there: it has the file's text in memory.
      expect(holds(pidOf('tokeniser'))).toBe(true);
    });

    it('leaves what it does not understand with a word, and has no other words', async () => {
      const ask = async (path: string, body?: string): Promise<string> => {
        const socketPath = settings().CARD_TOKENISER_SOCKET;
        const asking = request({ socketPath, path, method: body === undefined ? 'GET' : 'POST' }).end(body);
        const [answer] = (await once(asking, 'response')) as [IncomingMessage];
        return `${answer.statusCode} ${await text(answer)}`;
      };
      expect(await ask('/')).toBe('404 {"error":"not_found"}');
      expect(await ask('/check')).toBe('404 {"error":"not_found"}');
      const long = `"${'x'.repeat(130_000)}"`;
      for (const body of ['', 'hello', 'null', '{}', '{"source": {"kind": "token", "token": "x"}}', long]) {
        expect(await ask('/check', body)).toBe('400 {"error":"bad_request"}');
        expect(await ask('/tokenise', body)).toBe('400 {"error":"bad_request"}');
      }
    });

    it('says nothing, whatever happens to it', () => {
      expect(world.tokeniser.output()).toBe('');
    });

    const main = 'dist/tokeniser/main.js';
    const start = (args: string[], env: Record<string, string> = {}) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, args, {
        env: { ...settings(), ...env },
        encoding: 'utf8',
        timeout: 10_000,
      });
      return { status, said: stdout + stderr };
    };
    const refused = (said: string) => ({ status: 1, said: `${said}\n` });

    it.each([
      [
        'unconfined',
        [main],
        {},
        'The tokeniser must be started by dist/tokeniser/start.js, which confines it.',
      ],
      ['under a debugger', ['--inspect=0', main], {}, 'The tokeniser must not be started with --inspect.'],
      [
        'with a debugger by environment',
        [main],
        { NODE_OPTIONS: '--inspect=0' },
        'NODE_OPTIONS must not be set.',
      ],
      [
        'with heap snapshots by signal',
        ['--heapsnapshot-signal=SIGUSR2', main],
        {},
        'The tokeniser must not be started with --heapsnapshot-signal.',
      ],
      [
        'with reports',
        ['--report-on-signal', main],
        {},
        'The tokeniser must not be started with --report-on-signal.',
      ],
      ['without keys', [main], { CARD_KEYS_FILE: '' }, 'CARD_KEYS_FILE is not set.'],
    ])('does not start %s', (_, args, env, sentence) => {
      const { status, said } = start(args, env);
      // Node itself announces the debugger that was asked for, before any of ours runs.
      const ours = said.replace(/^(Debugger listening|For help, see|Starting inspector).*\n/gm, '');
      expect({ status, said: ours }).toEqual(refused(sentence));
    });

    it.each([
      ['keys that are none', { CARD_KEYS_FILE: 'package.json' }, /^CARD_KEYS_FILE is no readable JWK Set/],
      ['a socket in use', {}, /^CARD_TOKENISER_SOCKET is in use by another tokeniser\.$/],
      [
        'a socket nowhere',
        { CARD_TOKENISER_SOCKET: '/nowhere/t.sock' },
        /^CARD_TOKENISER_SOCKET cannot be opened \(\w+\)\.$/,
      ],
    ])('does not start on %s, started as in production', (_, env, sentence) => {
      const { status, said } = start(['--no-warnings', 'dist/tokeniser/start.js'], env);
      expect(status).toBe(1);
      expect(said.trim()).toMatch(sentence);
    });

    it('ends on SIGTERM, takes its socket along, and finishes the card that is under way', async () => {
      const customer = await buyer();
      const jwe = await encryptedPaymentData(customer, NUMBER);
      await world.gateway.fault({ operation: 'payment_methods.create', mode: 'delay', delayMs: 400 });
      const ordering = order(customer, { encryptedPaymentData: jwe });
      // The gateway has the card by then, and takes its time.
      await eventually(async () => (await world.gateway.faults()).length === 0);
      await world.tokeniser.stop();
      expect(() => statSync(settings().CARD_TOKENISER_SOCKET)).toThrow('ENOENT');
      expect((await ordering).status).toBe(201);
      expect(world.tokeniser.process.exitCode).toBe(0);
      await world.restartTokeniser();
    });
  });
});
