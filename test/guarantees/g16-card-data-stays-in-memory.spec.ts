import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createTransport } from 'nodemailer';
import { aCvv, Canaries, cvvNeedles, disguises } from '../support/canaries.js';
import { encrypt } from '../support/card.js';
import type { Answer, Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import type { Fault } from '../support/gateway.js';
import { expectInvariants } from '../support/invariants.js';
import { dataFilesOf, memoryOfProcess, type Place, tablesOf, writeAheadLog } from '../support/leak-places.js';
import { LeakSearch } from '../support/leak-search.js';
import { ADDRESS, fillCart, paidBy, World } from '../support/world.js';

const count = process.env['PROOF'] === 'full' ? 1_000 : 15;
const MINUTES = 60_000;
/** Of the sandbox: it asks for authentication, which no number of ours does. */
const CHALLENGED = '4000002500003155';

describe('G16 a card number or cvv is nowhere but in the tokeniser’s memory during the call', () => {
  /** Sent encrypted: nobody but the tokeniser may ever have them. */
  const sealed = new Canaries();
  const cvv = aCvv();
  /** Sent in the clear, or sent back by a gateway: the api's or the tokeniser's memory has had them as text. */
  const told = new Canaries();
  const toldCvv = aCvv();
  const hidden = new LeakSearch(new Map([...sealed.needles(), ...cvvNeedles(cvv), ...disguises(CHALLENGED)]));
  const everything = new LeakSearch(
    new Map([...told.needles(), ...cvvNeedles(toldCvv), ...sealed.needles(), ...cvvNeedles(cvv)]),
  );

  let world: World;
  const answers: string[] = [];
  const logs: string[] = [];
  let holder: ReturnType<typeof fork>;

  beforeAll(async () => {
    world = await World.start({
      settings: { GATEWAY_CALL_SECONDS: '0.7', ATTEMPT_DEADLINE_SECONDS: '2', MAX_PENDING_ORDERS: '50' },
    });
  });
  afterAll(async () => {
    holder?.kill();
    await world.stop();
  });

  it(
    'every payment ends as it should, whatever happens to it',
    async () => {
      for (let run = 0; run < count; run++) {
        const [name, flow, expected] = FLOWS[run % FLOWS.length]!;
        const { status, body } = await flow(sealed.next());
        const answer = `${status} ${body['code'] ?? body['paymentStatus']}`;
        expect({ name, answer }).toEqual({ name, answer: expected });
        if (run % FLOWS.length === 0) await inTheClear();
      }
      await expectInvariants(world);
    },
    60 * MINUTES,
  );

  type Spoken = Answer<Record<string, string>>;
  const heard = (answer: Spoken): Spoken => {
    answers.push(answer.text, JSON.stringify([...answer.headers]));
    return answer;
  };
  const checkout = async (customer: Client, paymentDetails: object): Promise<Spoken> => {
    await fillCart(customer, await world.product(1));
    return heard(await customer.post('/orders/create', { ...paidBy(''), paymentDetails }));
  };
  const payLater = async (customer: Client, body: object): Promise<Spoken> => {
    await fillCart(customer, await world.product(1));
    heard(await customer.post('/orders/create', { shippingAddress: ADDRESS }));
    return heard(await customer.post('/payment/process', body));
  };
  const whole = (customer: Client, cardNumber: string, more: object = {}) =>
    encrypt(customer, JSON.stringify({ cardNumber, expiryDate: '12/34', cvv, ...more }));
  const fields = async (customer: Client, number: string) => ({
    cardNumber: await encrypt(customer, number),
    expiryDate: '12/34',
    cvv: await encrypt(customer, cvv),
  });
  const grouped = (number: string, separator: string) => number.match(/.{4}/g)!.join(separator);
  /** A card at checkout, while the gateway is not itself. */
  const weathering = async (number: string, fault: Fault): Promise<Spoken> => {
    await world.gateway.fault(fault);
    const customer = await world.guest();
    const answer = await checkout(customer, { encryptedPaymentData: await whole(customer, number) });
    await world.gateway.clearFaults();
    return answer;
  };
  const keeping = (fault: Omit<Fault, 'operation'>): Fault => ({
    operation: 'payment_methods.create',
    ...fault,
  });
  const refusal = (error: object): string => JSON.stringify({ error: { type: 'card_error', ...error } });
  /** Ends a process while the gateway, who has the card, hangs. */
  const killing = async (part: 'api' | 'tokeniser', number: string): Promise<Spoken | undefined> => {
    const customer = await world.guest();
    const details = { encryptedPaymentData: await whole(customer, number) };
    const seen = (await world.gateway.journal('request')).length;
    await world.gateway.fault(keeping({ mode: 'hang_after' }));
    const ordering = checkout(customer, details).catch(() => undefined);
    await eventually(async () =>
      (await world.gateway.journal('request')).slice(seen).some(({ status }) => status === 'hang'),
    );
    logs.push(world[part].output());
    await world[part].kill();
    await (part === 'api' ? world.restartApi() : world.restartTokeniser());
    return ordering;
  };

  const PAID = '201 paid';
  const DECLINED = '400 payment_failed';
  const NOT_ATTEMPTED = '500 payment_service_unavailable';
  const UNREADABLE = '400 card_data_unreadable';

  const FLOWS: readonly (readonly [string, (number: string) => Promise<Spoken>, string])[] = [
    [
      'the api is killed while the gateway has the card, and the customer comes again',
      async (number) => {
        await killing('api', number);
        const customer = await world.guest();
        return checkout(customer, { encryptedPaymentData: await whole(customer, number) });
      },
      PAID,
    ],
    [
      'the tokeniser is killed while the gateway has the card',
      async (number) => (await killing('tokeniser', number))!,
      NOT_ATTEMPTED,
    ],
    [
      'a whole card pays at checkout, once its holder is no longer named after it',
      async (number) => {
        const customer = await world.guest();
        const named = { cardholderName: grouped(number, ' ') };
        await checkout(customer, { encryptedPaymentData: await whole(customer, number, named) });
        const known = { cardholderName: 'Ada' };
        return checkout(customer, { encryptedPaymentData: await whole(customer, number, known) });
      },
      PAID,
    ],
    [
      'two fields pay at checkout',
      async (number) => {
        const customer = await world.guest();
        return checkout(customer, await fields(customer, grouped(number, ' ')));
      },
      PAID,
    ],
    [
      'a whole card pays a pending order',
      async (number) => {
        const customer = await world.guest();
        return payLater(customer, { encryptedPaymentData: await whole(customer, grouped(number, '-')) });
      },
      '200 success',
    ],
    [
      'two fields pay a pending order',
      async (number) => {
        const customer = await world.guest();
        return payLater(customer, { paymentDetails: await fields(customer, number) });
      },
      '200 success',
    ],
    [
      'the bank declines',
      (number) =>
        weathering(number, {
          operation: 'payment_intents.confirm',
          mode: 'status',
          status: 402,
          body: refusal({ code: 'card_declined', decline_code: 'insufficient_funds' }),
        }),
      DECLINED,
    ],
    [
      'the gateway will not keep the card',
      (number) =>
        weathering(
          number,
          keeping({ mode: 'status', status: 402, body: refusal({ code: 'incorrect_cvc' }) }),
        ),
      DECLINED,
    ],
    [
      'the bank asks for authentication',
      async () => {
        const customer = await world.guest();
        return checkout(customer, { encryptedPaymentData: await whole(customer, CHALLENGED) });
      },
      '201 pending',
    ],
    [
      'the answer to the payment is lost',
      (number) => weathering(number, { operation: 'payment_intents.confirm', mode: 'hang_after' }),
      PAID,
    ],
    [
      'the gateway is silent',
      (number) => weathering(number, keeping({ mode: 'hang_before' })),
      NOT_ATTEMPTED,
    ],
    [
      'the gateway resets twice',
      (number) => weathering(number, keeping({ mode: 'reset_before', times: 2 })),
      PAID,
    ],
    ['the gateway cuts its answer', (number) => weathering(number, keeping({ mode: 'cut_after' })), PAID],
    [
      'the gateway is down',
      async (number) => {
        const customer = await world.guest();
        const details = await fields(customer, number);
        await world.gateway.kill();
        const answer = await checkout(customer, details);
        await world.gateway.comeBack();
        return answer;
      },
      NOT_ATTEMPTED,
    ],
    [
      'the card is changed on the way, or has its number in the wrong place',
      async (number) => {
        const customer = await world.guest();
        for (const card of [
          { [number]: number },
          { cvv: number },
          { expiryDate: number, cvv, cardNumber: number },
        ]) {
          const encryptedPaymentData = await encrypt(customer, JSON.stringify(card));
          await checkout(customer, { encryptedPaymentData });
        }
        const jwe = await whole(customer, number);
        return checkout(customer, {
          encryptedPaymentData: `${jwe.slice(0, -1)}${jwe.endsWith('A') ? 'Q' : 'A'}`,
        });
      },
      UNREADABLE,
    ],
  ];

  /** Against all rules: by a customer in the clear, by the gateway in its refusal. */
  async function inTheClear(): Promise<void> {
    const customer = await world.guest();
    const number = told.next();
    const plain = { cardNumber: number, expiryDate: '12/34', cvv: toldCvv };
    for (const details of [
      plain,
      { token: grouped(number, ' ') },
      { encryptedPaymentData: grouped(number, '-') },
    ]) {
      expect((await checkout(customer, details)).body['code']).toBe('plaintext_card_data');
      const paid = heard(await customer.post('/payment/process', { paymentDetails: details }));
      expect(paid.body['code']).toBe('plaintext_card_data');
    }
    const whatever = { ...paidBy(''), paymentDetails: { ...plain, cardNumber: Number(number) } };
    expect(heard(await customer.post('/orders/create', whatever)).status).toBe(400);
    const cut = JSON.stringify({ paymentDetails: plain }).slice(0, -1);
    expect(heard(await customer.call('POST', '/orders/create', { raw: cut })).body['code']).toBe(
      'malformed_body',
    );

    const echoed = told.next();
    const echo = {
      code: echoed,
      decline_code: echoed,
      param: echoed,
      message: `number ${echoed}, cvv=${toldCvv}`,
    };
    const answer = await weathering(echoed, keeping({ mode: 'status', status: 402, body: refusal(echo) }));
    expect(answer.body['code']).toBe('payment_failed');
  }

  const pidOf = (part: 'api' | 'worker' | 'tokeniser') => world[part]!.process.pid!;
  const texts = (...found: string[]): Buffer[] => found.map((text) => Buffer.from(text, 'latin1'));
  const PLACES: Record<string, Place> = {
    'any table': (overlap) => tablesOf(world)(overlap),
    'the data files of Postgres': (overlap) => dataFilesOf(world)(overlap),
    'its write-ahead log': writeAheadLog,
    'a log': () => texts(...logs, world.api.output(), world.worker!.output(), world.tokeniser.output()),
    'a mail': () =>
      world.mail.mails.flatMap(({ text, html, headerLines }) =>
        texts(text ?? '', html || '', ...headerLines.map(({ line }) => line)),
      ),
    'an answer': () => texts(...answers),
  };
  const MEMORY: Record<string, Place> = {
    'the api': memoryOfProcess(() => pidOf('api')),
    'the worker': memoryOfProcess(() => pidOf('worker')),
    'the tokeniser, once its calls are over': memoryOfProcess(() => pidOf('tokeniser')),
  };

  it.each(Object.entries(PLACES))(
    'none is in %s',
    async (_, place) => {
      expect(everything.in(await place(everything.overlap))).toEqual([]);
    },
    2 * MINUTES,
  );

  it.each(Object.entries(MEMORY))(
    'none that was encrypted is in the memory of %s',
    async (_, place) => {
      expect(hidden.in(await place(hidden.overlap))).toEqual([]);
    },
    2 * MINUTES,
  );

  /** Postgres' text and mails take no NUL, which UTF-16 is full of. */
  const PLANTED: Record<string, (needles: Buffer) => unknown> = {
    'any table': (needles) => world.db.query('insert into planted (words) values ($1)', [printable(needles)]),
    'the data files of Postgres': (needles) =>
      world.db.query('insert into planted (bytes) values ($1)', [needles]),
    'its write-ahead log': (needles) => world.db.query('insert into planted (bytes) values ($1)', [needles]),
    'a log': (needles) => logs.push(needles.toString('latin1')),
    'a mail': (needles) =>
      createTransport({ host: '127.0.0.1', port: world.mail.port }).sendMail({
        from: 'a@settle.example',
        to: 'b@settle.example',
        text: printable(needles),
      }),
    'an answer': (needles) => answers.push(needles.toString('latin1')),
  };
  const printable = (needles: Buffer): string => needles.toString('latin1').replaceAll('\0', '');

  it.each(Object.entries(PLANTED))(
    'the search is no blind one: what is planted in %s is found',
    async (name, plant) => {
      await world.db.query('create table if not exists planted (words text, bytes bytea)');
      await world.db.query(
        'alter table planted alter bytes set storage external, alter words set storage external',
      );
      await plant(everything.everything);
      const found = everything.in(await PLACES[name]!(everything.overlap));
      const textOnly = name === 'any table' || name === 'a mail';
      expect(found).toEqual(everything.names.filter((needle) => !textOnly || !needle.includes('UTF-16')));
    },
  );

  it('nor is that of memory: what a process holds is found', async () => {
    const program = `const held = Buffer.from(process.argv[1], 'base64'); process.send('ready'); setInterval(() => held.length, 1e6);`;
    holder = fork('-e', [program, Buffer.from(hidden.everything).toString('base64')], { stdio: 'ignore' });
    await once(holder, 'message');
    expect(hidden.in(memoryOfProcess(() => holder.pid!)(hidden.overlap) as Iterable<Buffer>)).toEqual(
      hidden.names,
    );
  });
});
