import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/eventually.js';
import { PAYPAL_CLIENT, startPayPal } from '../support/processes.js';
import { PayPalClient, type Resource } from './paypal-client.js';
import { PAYMENT, PayPalShop, related, request, WEBHOOK_ID } from './paypal-shop.js';

describe('the sandbox PayPal, where something goes wrong,', () => {
  let shop: PayPalShop;
  let paypal: PayPalClient;

  beforeAll(async () => {
    shop = await PayPalShop.start();
    ({ paypal } = shop);
  });

  afterAll(() => shop.stop());

  describe('PayPal-Request-Id', () => {
    it('is one payment for the same id, also where ten come at once', async () => {
      await paypal.fault({ operation: 'payment.create', mode: 'delay', delayMs: 100 });
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => shop.post(PAYMENT, request(), 'att_c:create')),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 201));
      const bodies = await Promise.all(answers.map((answer) => answer.text()));
      expect(new Set(bodies).size).toBe(1);
      const again = await paypal.sdk('payment.create', [request()], 'att_c:create');
      expect(again.id).toBe((JSON.parse(bodies[0]!) as Resource).id);
      expect((await shop.create()).id).not.toBe(again.id);
    });

    it('is one charge for the same id, and the first answer again after everything else has happened', async () => {
      const { id } = await shop.create();
      const { payerId } = await paypal.approve(id);
      const execute = () => shop.post(`${PAYMENT}/${id}/execute`, { payer_id: payerId }, 'att_e:execute');
      const bodies = await Promise.all(
        [execute(), execute(), execute()].map(async (answer) => (await answer).text()),
      );
      expect(new Set(bodies).size).toBe(1);
      const { id: saleId } = related(JSON.parse(bodies[0]!) as Resource, 'sale');
      const refunds = await Promise.all(
        [1, 2].map(() => paypal.sdk('sale.refund', [saleId, {}], 'ref_e:refund')),
      );
      expect(refunds[0]!.id).toBe(refunds[1]!.id);
      expect(await (await execute()).text()).toBe(bodies[0]);
      expect(await shop.entriesOf(id, 'charge', 'refund')).toHaveLength(2);
      const requests = await shop.entriesOf(id, 'request');
      expect(
        requests
          .filter((entry) => entry['operation'] === 'payment.execute')
          .map((entry) => entry['replayed']),
      ).toEqual([false, true, true, true]);
    });

    it('repeats a decline, but not a refusal that decided nothing', async () => {
      const { id } = await shop.create();
      expect(await shop.executeRefused(id, 'BUYERDECL2345', 'att_d:execute')).toBe(
        '400 PAYMENT_NOT_APPROVED_FOR_EXECUTION',
      );
      const { payerId } = await paypal.approve(id, 'declined');
      expect(await shop.executeRefused(id, payerId, 'att_d:execute')).toBe('400 INSTRUMENT_DECLINED');
      expect(await shop.executeRefused(id, payerId, 'att_d:execute')).toBe('400 INSTRUMENT_DECLINED');
      expect(await shop.executeRefused(id, payerId, 'att_d:other')).toBe('400 PAYMENT_STATE_INVALID');
      expect(await shop.entriesOf(id, 'decline')).toHaveLength(1);
    });

    it('has at most 78 characters', async () => {
      const answers = await Promise.all(
        [78, 79].map((length) => shop.post(PAYMENT, request(), 'x'.repeat(length))),
      );
      expect(answers.map(({ status }) => status)).toEqual([201, 400]);
    });

    it('means something else on another path', async () => {
      const first = related(await shop.pay(), 'sale');
      const second = related(await shop.pay(), 'sale');
      const refunds = await Promise.all(
        [first, second].map((sale) => paypal.sdk('sale.refund', [sale.id, {}], 'ref_same')),
      );
      expect(refunds.map((refund) => refund['sale_id'])).toEqual([first.id, second.id]);
    });
  });

  describe('faults', () => {
    afterEach(() => paypal.control('DELETE', 'faults'));

    it.each(['reset_after', 'hang_after', 'cut_after', 'status_after'])(
      '%s: the money is taken, the answer is lost, and is there for the same id',
      async (mode) => {
        const { id } = await shop.create();
        const { payerId } = await paypal.approve(id);
        const path = `${PAYMENT}/${id}/execute`;
        await paypal.fault({ operation: 'payment.execute', mode, status: 503 });
        const lost = await heard(shop.post(path, { payer_id: payerId }, `att_${mode}`, 150));
        expect(lost).toBe(mode === 'status_after' ? 503 : 'nothing');
        expect(await shop.entriesOf(id, 'charge')).toHaveLength(1);
        const again = await shop.post(path, { payer_id: payerId }, `att_${mode}`);
        expect(related((await again.json()) as Resource, 'sale').state).toBe('completed');
        expect(await shop.entriesOf(id, 'charge')).toHaveLength(1);
      },
    );

    it.each(['reset_before', 'hang_before', 'status'])(
      '%s: nothing is done, and the same id does it afterwards',
      async (mode) => {
        const { id } = await shop.create();
        const { payerId } = await paypal.approve(id);
        const path = `${PAYMENT}/${id}/execute`;
        await paypal.fault({ operation: 'payment.execute', mode, status: 500 });
        const lost = await heard(shop.post(path, { payer_id: payerId }, `att_${mode}`, 150));
        expect(lost).toBe(mode === 'status' ? 500 : 'nothing');
        expect(await shop.entriesOf(id, 'charge')).toEqual([]);
        expect((await shop.post(path, { payer_id: payerId }, `att_${mode}`)).status).toBe(200);
        expect(await shop.entriesOf(id, 'charge')).toHaveLength(1);
      },
    );

    it('an odd answer comes as it was given, as often as was asked for', async () => {
      const { id } = await shop.create();
      await paypal.fault({ operation: '*', mode: 'status', status: 503, body: '<html>', times: 2 });
      for (let time = 0; time < 2; time++) {
        const odd = await paypal.http('GET', `${PAYMENT}/${id}`);
        expect([odd.status, await odd.text()]).toEqual([503, '<html>']);
      }
      expect((await paypal.http('GET', `${PAYMENT}/${id}`)).status).toBe(200);
    });

    it('the token is a call like any other', async () => {
      await paypal.fault({ operation: 'oauth2.token', mode: 'status', status: 500 });
      expect((await paypal.askForToken()).status).toBe(500);
      expect((await paypal.askForToken()).status).toBe(200);
    });

    it('one that does not exist is refused with those that do', async () => {
      await expect(paypal.fault({ operation: 'payment.explode', mode: 'delay' })).rejects.toThrow(
        'payment.execute',
      );
      await expect(paypal.fault({ operation: '*', mode: 'explode' })).rejects.toThrow('reset_before');
    });
  });

  describe('letting in', () => {
    it('nobody without a token, and no token for a wrong secret', async () => {
      for (const authorization of ['', 'Bearer nonsense', `Basic ${btoa('a:b')}`]) {
        const answer = await fetch(`${paypal.url}${PAYMENT}`, { headers: { authorization } });
        expect([answer.status, await answer.json()]).toMatchObject([401, { error: 'invalid_token' }]);
      }
      const stranger = new PayPalClient(paypal.url, { id: PAYPAL_CLIENT.id, secret: 'guessed' });
      expect((await stranger.askForToken()).status).toBe(401);
      expect((await paypal.askForToken('password')).status).toBe(400);
      expect((await paypal.http('GET', '/v1/payments/orders/1')).status).toBe(404);
      expect(await (await shop.post(PAYMENT, '{"intent":')).json()).toMatchObject({
        name: 'MALFORMED_REQUEST',
      });
    });

    it('a token until it expires, and an approval until it does', async () => {
      const short = await PayPalShop.start(['--token-seconds', '2', '--approval-minutes', '0.01']);
      const hasty = short.paypal;
      const { id } = (await (await hasty.http('POST', PAYMENT, { body: request() })).json()) as Resource;
      const { payerId } = await hasty.approve(id);
      await sleep(620);
      const late = await hasty.http('POST', `${PAYMENT}/${id}/execute`, { body: { payer_id: payerId } });
      expect([late.status, await late.json()]).toMatchObject([400, { name: 'PAYMENT_EXPIRED' }]);
      expect(await (await hasty.http('GET', `${PAYMENT}/${id}`)).json()).toMatchObject({ state: 'failed' });
      await expect(hasty.approve(id)).rejects.toThrow('the payment is failed');
      await eventually(async () => (await hasty.http('GET', `${PAYMENT}/${id}`)).status === 401);
      // The SDK fetches another one by itself.
      expect(await hasty.sdk('payment.get', [id])).toMatchObject({ id });
      await short.stop();
    });
  });

  it('remembers payments, request ids, timers, its key and undelivered webhooks after a kill -9', async () => {
    const other = await PayPalShop.start(['--pending-ms', '400']);
    const { paypal, receiver } = other;
    const created = await other.create({}, 'sale', 'att_k:create');
    const { payerId } = await paypal.approve(created.id, 'pending');
    const before = await receiver.about(created.id, 'PAYMENTS.PAYMENT.CREATED');
    await paypal.control('POST', 'webhooks/pause');
    const execute = () => paypal.sdk('payment.execute', [created.id, { payer_id: payerId }], 'att_k:execute');
    const paid = await execute();

    await other.crash();

    expect((await other.create({}, 'sale', 'att_k:create')).id).toBe(created.id);
    expect(related(await execute(), 'sale').id).toBe(related(paid, 'sale').id);
    await receiver.about(created.id, 'PAYMENT.SALE.PENDING');
    await receiver.about(created.id, 'PAYMENT.SALE.COMPLETED');
    expect(
      await paypal.sdk('notification.webhookEvent.verify', [{ ...before.headers }, before.body, WEBHOOK_ID]),
    ).toMatchObject({ verification_status: 'SUCCESS' });
    expect((await paypal.journal('charge')).map((entry) => entry.payment)).toEqual([created.id]);
    const disk = readFileSync(join(other.directory, 'paypal.jsonl'), 'utf8');
    expect(disk).not.toContain(PAYPAL_CLIENT.secret);
    await other.stop();
  });

  it.each([
    [
      'a port that is taken',
      () => ['--port', new URL(paypal.url).port],
      /in use: stop what listens there, or .*--port/,
    ],
    ['half a client', () => ['--client-id', ''], /--client-id and --client-secret belong together/],
    ['a strange number', () => ['--pending-ms', 'soon'], /--pending-ms must be a whole number, not "soon"/],
  ])('says what is wrong with %s', async (_, args, sentence) => {
    await expect(startPayPal(0, shop.directory, args())).rejects.toThrow(sentence);
  });
});

/** The status, or that there was none to hear. */
async function heard(call: Promise<Response>): Promise<number | 'nothing'> {
  try {
    const answer = await call;
    await answer.text();
    return answer.status;
  } catch {
    return 'nothing';
  }
}
