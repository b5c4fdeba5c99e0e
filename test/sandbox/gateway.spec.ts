import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Stripe } from 'stripe';
import {
  clientOf,
  type Entry,
  failure,
  GatewayWorld,
  MAIN,
  Receiver,
  startGateway,
  WEBHOOK_SECRET,
} from './gateway-world.js';

const RETURN_URL = 'http://127.0.0.1/back';

describe('the sandbox gateway', () => {
  let world: GatewayWorld;
  let receiver: Receiver;
  let stripe: Stripe;

  beforeAll(async () => {
    world = await GatewayWorld.start();
    ({ receiver, stripe } = world);
  });

  afterAll(() => world.stop());

  describe('paying', () => {
    it('a good card is charged once, and its transaction is readable from the intent', async () => {
      const intent = await stripe.paymentIntents.create({
        amount: 15_038,
        currency: 'usd',
        capture_method: 'automatic',
        metadata: { attempt_id: 'att_1' },
        ...PLAIN,
      });
      expect(intent).toMatchObject({
        object: 'payment_intent',
        status: 'requires_payment_method',
        amount: 15_038,
      });
      const method = await cardOf('4242424242424242');
      expect(method.card).toMatchObject({ brand: 'visa', last4: '4242', funding: 'credit' });

      const paid = await stripe.paymentIntents.confirm(intent.id, {
        payment_method: method.id,
        expand: ['latest_charge.balance_transaction'],
      });

      const charge = paid.latest_charge as Stripe.Charge;
      expect(paid).toMatchObject({ status: 'succeeded', amount_received: 15_038 });
      expect(charge).toMatchObject({ paid: true, captured: true, payment_intent: intent.id });
      expect(charge.balance_transaction).toMatchObject({
        id: expect.stringMatching(/^txn_/),
        amount: 15_038,
      });
      const [entry] = await world.entriesOf(intent.id, 'charge');
      expect(entry).toMatchObject({ amount: 15_038, currency: 'usd', metadata: { attempt_id: 'att_1' } });
      expect(await world.types(intent.id, 'payment_intent.succeeded')).toContain('charge.succeeded');
    });

    it.each([
      ['4000000000009995', 'card_declined', 'insufficient_funds'],
      ['4000000000000002', 'card_declined', 'generic_decline'],
      ['4000000000000069', 'expired_card', 'expired_card'],
      ['4000000000000127', 'incorrect_cvc', 'incorrect_cvc'],
      ['4000000000000119', 'processing_error', 'processing_error'],
      ['4100000000000019', 'card_declined', 'fraudulent'],
    ])(
      'card %s is declined as %s, %s, and the intent asks for another',
      async (number, code, declineCode) => {
        const { intent, error } = await failToPay(stripe, (await cardOf(number)).id);

        expect(error).toBeInstanceOf(Stripe.errors.StripeCardError);
        expect(error).toMatchObject({ statusCode: 402, code, decline_code: declineCode });
        expect(error.requestId).toMatch(/^req_/);
        expect(error.payment_intent?.id).toBe(intent.id);
        const after = await stripe.paymentIntents.retrieve(intent.id);
        expect(after).toMatchObject({ status: 'requires_payment_method', payment_method: null });
        expect(after.last_payment_error).toMatchObject({ code, decline_code: declineCode });
        expect(await world.entriesOf(intent.id, 'charge')).toEqual([]);
        const again = await stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });
        expect(again.status).toBe('succeeded');
      },
    );

    it('a card past its expiry becomes a payment method and is declined when it should pay', async () => {
      const method = await cardOf('4242424242424242', { exp_month: 1, exp_year: 2020 });
      const { error } = await failToPay(stripe, method.id);
      expect(error).toMatchObject({ code: 'expired_card', decline_code: 'expired_card' });
    });

    it.each([
      ['a number whose check digit is wrong', { number: '4242424242424241' }, 'incorrect_number'],
      ['a number that is too short', { number: '42424242' }, 'invalid_number'],
      ['a month that does not exist', { exp_month: 13 }, 'invalid_expiry_month'],
      ['a security code of two digits', { cvc: '12' }, 'invalid_cvc'],
    ])('%s is refused', async (_, change, code) => {
      const error = await failure(cardOf('4242424242424242', change));
      expect(error).toMatchObject({ statusCode: 402, type: 'StripeCardError', code });
    });

    it('an unknown payment method, a misspelt parameter and a wrong key are refused in Stripe’s words', async () => {
      const intent = await newIntent(stripe);
      const unknown = await failure(
        stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_nobody' }),
      );
      expect(unknown).toMatchObject({ statusCode: 400, code: 'resource_missing', param: 'payment_method' });
      const misspelt = { amount: 500, currency: 'usd', ammount: 5 } as Stripe.PaymentIntentCreateParams;
      const unread = await failure(stripe.paymentIntents.create(misspelt));
      expect(unread).toMatchObject({ statusCode: 400, code: 'parameter_unknown', param: 'ammount' });
      const stranger = await failure(
        clientOf(world.gateway, 'sk_test_somebody_else').paymentIntents.retrieve(intent.id),
      );
      expect(stranger).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
      expect(stranger.message).not.toContain('sk_test_somebody_else');
      const absent = await failure(stripe.paymentIntents.retrieve('pi_nobody'));
      expect(absent).toMatchObject({ statusCode: 404, code: 'resource_missing' });
    });

    it.each([
      ['complete', 'succeeded', 'succeeded'],
      ['fail', 'failed', 'requires_payment_method'],
    ])('authentication: %s on the challenge page leads back with %s', async (button, result, status) => {
      const intent = await newIntent(stripe, { automatic_payment_methods: { enabled: true } });
      const asked = await stripe.paymentIntents.confirm(intent.id, {
        payment_method: (await cardOf('4000002500003155')).id,
        return_url: `${RETURN_URL}?order=1`,
      });
      expect(asked).toMatchObject({ status: 'requires_action', next_action: { type: 'redirect_to_url' } });
      const url = asked.next_action?.redirect_to_url?.url ?? '';
      const page = await (await fetch(url)).text();
      expect(page).toContain(`action="/sandbox/challenge/${intent.id}/${button}"`);

      const answer = await fetch(`${url}/${button}`, { method: 'POST', redirect: 'manual' });

      const back = new URL(answer.headers.get('location') ?? '');
      expect(answer.status).toBe(303);
      expect(Object.fromEntries(back.searchParams)).toMatchObject({
        order: '1',
        payment_intent: intent.id,
        redirect_status: result,
      });
      expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe(status);
      await fetch(`${url}/complete`, { method: 'POST', redirect: 'manual' });
      expect(await world.entriesOf(intent.id, 'charge')).toHaveLength(result === 'succeeded' ? 1 : 0);
    });
  });

  describe('capturing, cancelling and refunding', () => {
    it('money that is only authorised is taken at capture', async () => {
      const held = await pay(stripe, 'pm_card_visa', { capture_method: 'manual' });
      expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 4200, amount_received: 0 });

      const taken = await stripe.paymentIntents.capture(held.id, { expand: ['latest_charge'] });

      expect(taken).toMatchObject({
        status: 'succeeded',
        amount_received: 4200,
        latest_charge: { captured: true },
      });
      expect(await world.entriesOf(held.id, 'authorization')).toHaveLength(1);
      expect(await world.entriesOf(held.id, 'capture')).toHaveLength(1);
    });

    it('cancelling lets an authorisation go, and nothing can be confirmed or cancelled afterwards', async () => {
      const held = await pay(stripe, 'pm_card_visa', { capture_method: 'manual' });
      const canceled = await stripe.paymentIntents.cancel(held.id, { cancellation_reason: 'abandoned' });
      expect(canceled).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned' });
      expect(await world.entriesOf(held.id, 'void')).toHaveLength(1);
      const late = await failure(stripe.paymentIntents.confirm(held.id, { payment_method: 'pm_card_visa' }));
      expect(late).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state' });
      const paid = await pay(stripe, 'pm_card_mastercard');
      const tooLate = await failure(stripe.paymentIntents.cancel(paid.id));
      expect(tooLate).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state' });
    });

    it('a charge is refunded in parts, never beyond what was taken', async () => {
      const paid = await pay(stripe, 'pm_card_visa');
      const first = await stripe.refunds.create({
        payment_intent: paid.id,
        amount: 200,
        metadata: { refund_id: 'ref_1' },
      });
      expect(first).toMatchObject({ status: 'succeeded', amount: 200, metadata: { refund_id: 'ref_1' } });
      const greedy = await failure(stripe.refunds.create({ payment_intent: paid.id, amount: 4001 }));
      expect(greedy).toMatchObject({ statusCode: 400, type: 'StripeInvalidRequestError' });
      await stripe.refunds.create({ payment_intent: paid.id });
      const empty = await failure(stripe.refunds.create({ payment_intent: paid.id }));
      expect(empty).toMatchObject({ code: 'charge_already_refunded' });
      const listed = await stripe.refunds.list({ payment_intent: paid.id });
      expect(listed.data.map((refund) => refund.amount)).toEqual([4000, 200]);
      const charge = await stripe.charges.retrieve(paid.latest_charge as string);
      expect(charge).toMatchObject({ refunded: true, amount_refunded: 4200 });
    });

    it('the refund of card 5126 succeeds, and fails a while later', async () => {
      const paid = await pay(stripe, (await cardOf('4000000000005126')).id);
      const refund = await stripe.refunds.create({ payment_intent: paid.id });
      expect(refund.status).toBe('succeeded');

      await receiver.eventAbout(refund.id, 'refund.failed');
      expect(await world.emitted(refund.id)).toEqual([
        'refund.created',
        'refund.updated',
        'charge.refund.updated',
        'refund.failed',
      ]);

      expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({ status: 'failed' });
      expect(await world.entriesOf(paid.id, 'refund_failed')).toHaveLength(1);
      expect(await stripe.charges.retrieve(paid.latest_charge as string)).toMatchObject({
        amount_refunded: 0,
      });
    });

    it('card 0259 is disputed a while after it paid', async () => {
      const paid = await pay(stripe, (await cardOf('4000000000000259')).id);
      const event = await receiver.eventAbout(paid.id, 'charge.dispute.created');
      expect(event.data.object).toMatchObject({ object: 'dispute', payment_intent: paid.id, amount: 4200 });
      expect(await world.entriesOf(paid.id, 'dispute')).toHaveLength(1);
    });
  });

  describe('looking up', () => {
    it('lists page newest first, and search lags behind', async () => {
      const from = Math.floor(Date.now() / 1000);
      const attempt = `att_${Date.now()}`;
      const made: string[] = [];
      for (let index = 0; index < 5; index++) {
        made.push((await newIntent(stripe, { metadata: { attempt_id: attempt, index } })).id);
      }
      const found: string[] = [];
      for await (const intent of stripe.paymentIntents.list({ created: { gte: from }, limit: 2 })) {
        if (intent.metadata['attempt_id'] === attempt) found.push(intent.id);
      }
      expect(found).toEqual(made.toReversed());
      const before = await stripe.paymentIntents.list({ ending_before: made[2] ?? '', limit: 2 });
      expect(before.data.map((intent) => intent.id)).toEqual([made[3], made[4]].toReversed());

      const query = `metadata['attempt_id']:'${attempt}'`;
      expect((await stripe.paymentIntents.search({ query })).data).toEqual([]);
      await sleep(1100);
      expect((await stripe.paymentIntents.search({ query })).data).toHaveLength(5);
    });

    it('an update merges metadata, and an empty value removes its key', async () => {
      const intent = await newIntent(stripe, { metadata: { keep: 'a', drop: 'b' } });
      const updated = await stripe.paymentIntents.update(intent.id, { metadata: { drop: '', add: 'c' } });
      expect(updated.metadata).toEqual({ keep: 'a', add: 'c' });
    });
  });

  describe('idempotency keys', () => {
    it('the same key and body repeat the first answer; another body is refused', async () => {
      const idempotencyKey = 'att_key:create';
      const body = { amount: 900, currency: 'usd' };
      const first = await stripe.paymentIntents.create(body, { idempotencyKey });
      const second = await stripe.paymentIntents.create(body, { idempotencyKey });
      expect(second.id).toBe(first.id);
      expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
      const other = await failure(stripe.paymentIntents.create({ ...body, amount: 901 }, { idempotencyKey }));
      expect(other).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
      expect(other.statusCode).toBe(400);
    });

    it('a decline and a 500 are repeated too, and a key in use answers 409', async () => {
      const { intent } = await failToPay(stripe, 'pm_card_chargeDeclinedInsufficientFunds', 'att_d:confirm');
      const body = { payment_method: 'pm_card_chargeDeclinedInsufficientFunds' };
      const repeated = await failure(
        stripe.paymentIntents.confirm(intent.id, body, { idempotencyKey: 'att_d:confirm' }),
      );
      expect(repeated).toMatchObject({ statusCode: 402, headers: { 'idempotent-replayed': 'true' } });

      await fault({ operation: 'payment_intents.create', mode: 'status', status: 500 });
      expect(await failure(create('att_500:create'))).toMatchObject({ statusCode: 500 });
      expect(await failure(create('att_500:create'))).toMatchObject({
        statusCode: 500,
        headers: { 'idempotent-replayed': 'true' },
      });

      await fault({ operation: 'payment_intents.create', mode: 'delay', delayMs: 300 });
      const slow = stripe.paymentIntents.create(
        { amount: 900, currency: 'usd' },
        { idempotencyKey: 'att_slow' },
      );
      await sleep(100);
      const clash = stripe.paymentIntents.create(
        { amount: 900, currency: 'usd' },
        { idempotencyKey: 'att_slow' },
      );
      expect(await failure(clash)).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
      expect((await slow).object).toBe('payment_intent');
    });
  });

  describe('the cards that break the network', () => {
    it('7114: the connection drops at every confirm and nothing is charged', async () => {
      const { intent, error } = await failToPay(stripe, (await cardOf('4000000000007114')).id);
      expect(error).toBeInstanceOf(Stripe.errors.StripeConnectionError);
      const ends = (await world.entriesOf(intent.id, 'request')).map((entry) => entry['status']);
      expect(ends).toEqual([200, 'reset', 'reset']);
      expect(await world.entriesOf(intent.id, 'charge')).toEqual([]);
      expect((await stripe.paymentIntents.cancel(intent.id)).status).toBe('canceled');
    });

    it('7122: the card is charged once, and no confirm is ever answered', async () => {
      const method = await cardOf('4000000000007122');
      const intent = await newIntent(stripe);
      const impatient = { idempotencyKey: 'att_7122:confirm', timeout: 200 };
      for (let attempt = 0; attempt < 2; attempt++) {
        const lost = await failure(
          stripe.paymentIntents.confirm(intent.id, { payment_method: method.id }, impatient),
        );
        expect(lost).toBeInstanceOf(Stripe.errors.StripeConnectionError);
      }
      expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({ status: 'succeeded' });
      expect(await world.entriesOf(intent.id, 'charge')).toHaveLength(1);
      await receiver.eventAbout(intent.id, 'payment_intent.succeeded');
    });

    it('7130: two confirms are reset before they are processed, the third one pays', async () => {
      const method = await cardOf('4000000000007130');
      const intent = await newIntent(stripe);
      const options = { idempotencyKey: 'att_7130:confirm' };
      const confirm = (): Promise<Stripe.PaymentIntent> =>
        stripe.paymentIntents.confirm(intent.id, { payment_method: method.id }, options);
      // The SDK sends a reset POST once more by itself: one failed call is two resets.
      expect(await failure(confirm())).toBeInstanceOf(Stripe.errors.StripeConnectionError);
      expect(await confirm()).toMatchObject({ status: 'succeeded' });
      expect(await world.entriesOf(intent.id, 'charge')).toHaveLength(1);
    });

    it('7148: the webhook has come twice when the answer comes', async () => {
      const paid = await pay(stripe, (await cardOf('4000000000007148')).id);
      expect(paid.status).toBe('succeeded');
      expect(receiver.typesAbout(paid.id).filter((type) => type === 'payment_intent.succeeded')).toHaveLength(
        2,
      );
    });
  });

  describe('webhooks', () => {
    it('are signed so that the SDK believes them, and a changed byte is found', async () => {
      const paid = await pay(stripe, 'pm_card_visa');
      await receiver.eventAbout(paid.id, 'payment_intent.succeeded');
      const { body, signature } = receiver.last(paid.id);
      expect(stripe.webhooks.constructEvent(body, signature, WEBHOOK_SECRET).object).toBe('event');
      const forged = body.replace('4200', '4201');
      expect(() => stripe.webhooks.constructEvent(forged, signature, WEBHOOK_SECRET)).toThrow(/signature/);
    });

    it('are sent again until they are acknowledged', async () => {
      await world.control('POST', 'webhooks/pause');
      const intent = await newIntent(stripe);
      receiver.refuseOnce(intent.id);
      await world.control('POST', 'webhooks/resume');
      const event = await receiver.eventAbout(intent.id, 'payment_intent.created');
      const tries = async (): Promise<unknown[]> =>
        (await world.journal('webhook'))
          .filter((entry) => entry['event'] === event.id)
          .map((entry) => entry['status']);
      while ((await tries()).length < 2) await sleep(50);
      expect(await tries()).toEqual([500, 200]);
    });

    it('are held back while paused, and one can be asked for again', async () => {
      await world.control('POST', 'webhooks/pause');
      const intent = await newIntent(stripe);
      await sleep(100);
      expect(receiver.typesAbout(intent.id)).toEqual([]);
      await world.control('POST', 'webhooks/resume');
      const event = await receiver.eventAbout(intent.id, 'payment_intent.created');
      expect(await stripe.events.retrieve(event.id)).toMatchObject({ type: 'payment_intent.created' });
      expect((await world.control('POST', 'webhooks/redeliver', { event: event.id })).status).toBe(202);
      while (receiver.typesAbout(intent.id).length < 2) await sleep(20);
    });

    it('go to endpoints made through the API, under their own secret and only for their events', async () => {
      const other = await Receiver.start();
      const endpoint = await stripe.webhookEndpoints.create({
        url: other.url,
        enabled_events: ['payment_intent.canceled'],
      });
      const intent = await newIntent(stripe);
      await stripe.paymentIntents.cancel(intent.id);
      await other.eventAbout(intent.id, 'payment_intent.canceled');
      const { body, signature } = other.last(intent.id);
      expect(stripe.webhooks.constructEvent(body, signature, endpoint.secret ?? '').object).toBe('event');
      expect(other.typesAbout(intent.id)).toEqual(['payment_intent.canceled']);
      const unwanted = await receiver.eventAbout(intent.id, 'payment_intent.created');
      const again = await world.control('POST', 'webhooks/redeliver', { event: unwanted.id });
      expect(await again.json()).toMatchObject({ endpoints: 1 });
      const misspelt = { url: other.url, enabled_events: ['payment_intent.cancelled' as never] };
      expect(await failure(stripe.webhookEndpoints.create(misspelt))).toMatchObject({
        statusCode: 400,
        param: 'enabled_events',
      });
      expect(await stripe.webhookEndpoints.del(endpoint.id)).toMatchObject({ deleted: true });
      await other.stop();
    });
  });

  describe('faults', () => {
    const operation = 'payment_intents.create';

    afterEach(() => world.control('DELETE', 'faults'));

    it('an answer that is reset or lost after processing is there when the key is sent again', async () => {
      for (const mode of ['reset_after', 'hang_after', 'cut_after']) {
        // A reset is retried by the SDK itself, so it takes two to be seen.
        await fault({ operation, mode, times: mode === 'hang_after' ? 1 : 2 });
        expect(await failure(create(`att_${mode}`, 150))).toBeInstanceOf(Stripe.errors.StripeConnectionError);
        await world.control('DELETE', 'faults');
        expect((await create(`att_${mode}`)).lastResponse.headers['idempotent-replayed']).toBe('true');
      }
    });

    it('a request that is reset or hangs before processing has done nothing', async () => {
      for (const mode of ['reset_before', 'hang_before']) {
        await fault({ operation, mode, times: mode === 'hang_before' ? 1 : 2 });
        expect(await failure(create(`att_${mode}`, 150))).toBeInstanceOf(Stripe.errors.StripeConnectionError);
        await sleep(20);
        expect((await create(`att_${mode}`)).lastResponse.headers['idempotent-replayed']).toBeUndefined();
      }
    });

    it('an odd answer comes as it was given, and until it is cleared', async () => {
      await fault({ operation: '*', mode: 'status', status: 503, body: '<html>', times: null });
      for (let time = 0; time < 3; time++) {
        const error = await failure(stripe.refunds.list());
        expect(error.message).toContain('Invalid JSON');
      }
      await world.control('DELETE', 'faults');
      await fault({ operation, mode: 'status', status: 500, body: '{}' });
      expect(Object.keys(await create('att_odd'))).toEqual([]);
      expect((await create('att_odd')).object).toBe('payment_intent');
    });

    it('a fault that does not exist is refused with the ones that do', async () => {
      const answer = await world.control('POST', 'faults', { operation, mode: 'explode' });
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain('reset_before');
    });
  });

  it('shows its cards and its last payments to a person, escaped', async () => {
    await newIntent(stripe, { metadata: { note: '<script>alert(1)</script>' } });
    const page = await (await fetch(world.gateway.url)).text();
    expect(page).toContain('4000 0000 0000 7114');
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toContain('<script>');
  });

  it('keeps no card number and no code, neither in the journal nor on disk', async () => {
    const number = '4000000000001976';
    const data = { type: 'card', card: { number, exp_month: 12, exp_year: 2040, cvc: '987' } } as const;
    const method = await stripe.paymentMethods.create(data, { idempotencyKey: 'att_canary' });
    await pay(stripe, method.id);
    const journalText = JSON.stringify(await world.journal());
    const disk = readFileSync(join(world.directory, 'gateway.jsonl'), 'utf8');
    expect(disk).toContain(method.id);
    for (const text of [journalText, disk]) {
      expect(text).not.toContain(number);
      expect(text).not.toContain('"987"');
      expect(text).not.toMatch(/4242424242424242|4000000000009995/);
    }
  });

  it('remembers intents, keys and undelivered webhooks after a kill -9', async () => {
    const data = mkdtempSync(join(tmpdir(), 'settle-gateway-'));
    const first = await startGateway(data, receiver.url);
    const before = clientOf(first);
    const body = { amount: 4200, currency: 'usd', ...PLAIN };
    const created = await before.paymentIntents.create(body, { idempotencyKey: 'att_k:create' });
    await fetch(`${first.url}/sandbox/webhooks/pause`, { method: 'POST' });
    const confirmBody = { payment_method: 'pm_card_visa' };
    await before.paymentIntents.confirm(created.id, confirmBody, { idempotencyKey: 'att_k:confirm' });
    await first.kill('SIGKILL');

    const second = await startGateway(data, receiver.url);
    const after = clientOf(second);
    expect(await after.paymentIntents.retrieve(created.id)).toMatchObject({ status: 'succeeded' });
    const again = await after.paymentIntents.confirm(created.id, confirmBody, {
      idempotencyKey: 'att_k:confirm',
    });
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    await receiver.eventAbout(created.id, 'payment_intent.succeeded');
    const { entries } = (await (await fetch(`${second.url}/sandbox/journal?kind=charge`)).json()) as {
      entries: Entry[];
    };
    expect(entries.map((entry) => entry.intent)).toEqual([created.id]);
    await second.kill('SIGTERM');
    rmSync(data, { recursive: true, force: true });
  });

  it('says what to do when its port is taken', async () => {
    const data = mkdtempSync(join(tmpdir(), 'settle-gateway-'));
    const child = fork(MAIN, ['--port', new URL(world.gateway.url).port, '--data', data], {
      silent: true,
      execArgv: [],
    });
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [code] = (await once(child, 'exit')) as [number];
    rmSync(data, { recursive: true, force: true });
    expect(code).toBe(1);
    expect(said).toMatch(/in use: stop what listens there, or .* --port/);
  });

  function create(idempotencyKey: string, timeout = 2000) {
    return stripe.paymentIntents.create({ amount: 700, currency: 'usd' }, { idempotencyKey, timeout });
  }

  function cardOf(number: string, change: Partial<Stripe.PaymentMethodCreateParams.Card> = {}) {
    const card = { number, exp_month: 12, exp_year: new Date().getFullYear() + 2, cvc: '123', ...change };
    return stripe.paymentMethods.create({ type: 'card', card });
  }

  async function fault(wish: object): Promise<void> {
    expect((await world.control('POST', 'faults', wish)).status).toBe(201);
  }
});

/** Cards without redirects, so that a confirm needs no return address. */
const PLAIN: Partial<Stripe.PaymentIntentCreateParams> = {
  automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
};

function newIntent(stripe: Stripe, change: Partial<Stripe.PaymentIntentCreateParams> = {}) {
  return stripe.paymentIntents.create({ amount: 4200, currency: 'usd', ...PLAIN, ...change });
}

async function pay(stripe: Stripe, method: string, change: Partial<Stripe.PaymentIntentCreateParams> = {}) {
  const intent = await newIntent(stripe, change);
  return stripe.paymentIntents.confirm(intent.id, { payment_method: method });
}

async function failToPay(stripe: Stripe, method: string, idempotencyKey?: string) {
  const intent = await newIntent(stripe);
  const options = idempotencyKey ? { idempotencyKey } : {};
  const error = await failure(stripe.paymentIntents.confirm(intent.id, { payment_method: method }, options));
  return { intent, error };
}
