import { PayPalGateway } from '../../../src/payments/gateways/paypal/paypal.gateway.js';
import { eventually } from '../../support/eventually.js';
import { aCapture, authorised } from '../contract/capturing.js';
import { aRefund } from '../contract/refunding.js';
import { entriesFor, expectTaken } from '../contract/truth.js';
import { anAttempt, USD } from '../provider.js';
import { configWith } from '../sandbox.js';
import type { PayPal } from './provider.js';

/** What is PayPal's alone. */
export function keepsToPayPalsWays(open: (...args: string[]) => Promise<PayPal>): void {
  let paypal: PayPal;
  /** Approvals expire while one waits. */
  let brief: PayPal;
  beforeAll(async () => {
    [paypal, brief] = await Promise.all([open(), open('--approval-minutes', '0.01')]);
  });
  afterEach(() => paypal.box.clearFaults());
  afterAll(() => Promise.all([paypal?.stop(), brief?.stop()]));

  const requests = async () => (await paypal.sandbox.controls.journal('request')).length;

  describe('completing', () => {
    it('finds what was done already, by whomever', async () => {
      const { attempt, take } = await paypal.ready('pays');
      const path = `payment/${attempt.intentId}`;
      const { payer } = await paypal.byHand<{ payer: { payer_info: object } }>('GET', path);
      await paypal.byHand('POST', `${path}/execute`, payer.payer_info);
      await expect(take()).resolves.toMatchObject({ kind: 'succeeded', ...USD(15_038) });
      await expectTaken(paypal, attempt, 15_038);
    });

    it('whose answer was lost is asked about, and done again under its key', async () => {
      const { attempt, take } = await paypal.ready('pays');
      await paypal.box.fault('take', { mode: 'hang_before', times: null });
      await expect(take(paypal.hasty)).resolves.toMatchObject({ kind: 'unknown', cause: 'timeout' });
      await paypal.box.clearFaults();
      await expect(paypal.gateway.ask(attempt)).resolves.toMatchObject({ kind: 'approved' });
      await expect(paypal.gateway.cancel(attempt)).resolves.toMatchObject({
        kind: 'unknown',
        cause: 'undecided',
      });
      await expect(take()).resolves.toMatchObject({ kind: 'succeeded' });
      await expectTaken(paypal, attempt, 15_038);
    });

    it.each([
      ['pending', { kind: 'succeeded', ...USD(15_038) }],
      ['denied', { kind: 'failed', reason: 'card_declined' }],
    ])('is under way while PayPal reviews it (%s)', async (buyer, end) => {
      const { attempt, take } = await paypal.ready(buyer as 'pays');
      await expect(take()).resolves.toMatchObject({ kind: 'processing' });
      const ended = await eventually(async () => {
        const found = await paypal.gateway.ask(attempt);
        return found.kind !== 'processing' && found;
      });
      expect(ended).toMatchObject(end);
    });

    it('too late is abandoned', async () => {
      const { attempt, take } = await brief.ready('pays');
      const ended = await eventually(async () => {
        const found = await brief.gateway.ask({ ...attempt, completing: false });
        return found.kind === 'failed' && found;
      });
      expect(ended).toMatchObject({ reason: 'abandoned' });
      await expect(take()).resolves.toMatchObject({
        kind: 'failed',
        reason: 'abandoned',
        code: 'PAYMENT_EXPIRED',
      });
      await expectTaken(brief, attempt);
    });
  });

  it('finds a part that was taken under a key that PayPal has forgotten', async () => {
    const promised = await authorised(paypal);
    const part = aCapture(promised, 5_000, { sentBefore: true });
    const amount = { total: '50.00', currency: 'USD' };
    const taken = await paypal.byHand('POST', `authorization/${promised.transactionId}/capture`, { amount });
    const { id: gatewayCaptureId } = taken as { id: string };
    await expect(paypal.gateway.capture(part)).resolves.toMatchObject({
      kind: 'succeeded',
      gatewayCaptureId,
    });
    await expectTaken(paypal, promised.attempt, 5_000);
  });

  it('asks nobody to approve another amount than its own', async () => {
    const other = anAttempt('paypal', { amount: USD(1_000) });
    const { intentId } = await paypal.charge(other);
    const created = await paypal.byHand('GET', `payment/${intentId}`);
    await paypal.box.fault('create', { mode: 'status', status: 201, body: JSON.stringify(created) });
    await expect(paypal.charge({ ...other, amount: USD(2_000) })).resolves.toMatchObject({
      kind: 'failed',
      reason: 'not_attempted',
      code: 'odd_answer',
    });
  });

  it('lets nothing go on an answer that does not say so', async () => {
    const promised = await authorised(paypal);
    const held = await paypal.byHand('GET', `authorization/${promised.transactionId}`);
    await paypal.box.fault('release', { mode: 'status', status: 200, body: JSON.stringify(held) });
    const release = aCapture(promised, 0, { isLast: true });
    await expect(paypal.gateway.capture(release)).resolves.toMatchObject({
      kind: 'unknown',
      cause: 'odd_answer',
    });
  });

  it('ends what was never asked for without a word to PayPal', async () => {
    const { attempt } = await paypal.ready('pays');
    const before = await requests();
    await expect(paypal.gateway.cancel({ ...attempt, completing: false })).resolves.toMatchObject({
      kind: 'failed',
      reason: 'abandoned',
    });
    expect(await requests()).toBe(before);
  });

  describe('its token', () => {
    it('is renewed once it is not good any more', async () => {
      const operation = 'payment.create';
      await paypal.sandbox.controls.fault({
        operation,
        mode: 'status',
        status: 401,
        body: '{"error":"invalid_token"}',
      });
      await expect(paypal.charge(anAttempt('paypal'))).resolves.toMatchObject({ kind: 'requires_action' });
    });

    it('that cannot be had leaves a payment not attempted', async () => {
      const { controls } = paypal.sandbox;
      await controls.fault({ operation: 'payment.create', mode: 'status', status: 401, body: '{}' });
      await controls.fault({ operation: 'oauth2.token', mode: 'hang_before', times: null });
      await expect(paypal.charge(anAttempt('paypal'), paypal.hasty)).resolves.toMatchObject({
        kind: 'failed',
        reason: 'not_attempted',
        code: 'timeout',
      });
    });
  });

  describe('webhooks', () => {
    async function aLetter() {
      const { attempt } = await paypal.ready('pays');
      return paypal.box.inbox.letter((text) => text.includes(attempt.attemptId));
    }

    it.each([
      ['is silent', { mode: 'hang_before' }],
      ['is broken', { mode: 'status', status: 500 }],
      ['says nothing', { mode: 'status', status: 200, body: '' }],
    ] as const)('cannot be verified while PayPal %s', async (_, fault) => {
      const { raw, headers } = await aLetter();
      await paypal.sandbox.controls.fault({ operation: 'webhook.verify', times: null, ...fault });
      await expect(paypal.hasty.verifyWebhook(raw, headers)).resolves.toBe('unreachable');
    });

    it('cannot be verified before somebody has set their id', async () => {
      const { raw, headers } = await aLetter();
      const gateway = new PayPalGateway(configWith({ ...paypal.settings, PAYPAL_WEBHOOK_ID: '' }));
      await expect(gateway.verifyWebhook(raw, headers)).resolves.toBe('unreachable');
    });

    it('are subscribed once for an address', async () => {
      const url = `${paypal.box.inbox.url}/subscribed`;
      const settings = await paypal.gateway.subscribeWebhooks(url);
      expect(settings).toEqual({ PAYPAL_WEBHOOK_ID: expect.stringMatching(/^\w{10,}$/) });
      await expect(paypal.gateway.subscribeWebhooks(url)).resolves.toEqual(settings);
    });

    it('of a part of a refund say nothing of the whole', async () => {
      const promised = await authorised(paypal);
      await paypal.gateway.capture(aCapture(promised, 5_000));
      await paypal.gateway.capture(aCapture(promised, 6_000, { capturedBeforeMinor: 5_000, isLast: true }));
      const refund = aRefund(promised.attempt.intentId!, 8_000);
      await paypal.gateway.refund(refund);
      const { raw, headers } = await paypal.box.inbox.letter((text) => text.includes(refund.refundId));
      const webhook = await paypal.gateway.verifyWebhook(raw, headers);
      expect(webhook).toMatchObject({ objectId: expect.stringMatching(/^refund\//) });
      await expect(paypal.gateway.resolveWebhook(webhook as never)).resolves.toEqual({
        kind: 'refund',
        refundId: refund.refundId,
        outcome: { kind: 'unknown', cause: 'undecided' },
      });
    });
  });

  it.each([
    ['RESOLVED_BUYER_FAVOUR', 'lost', 15_038, ['captured', 'disputed']],
    ['RESOLVED_SELLER_FAVOUR', 'won', 0, ['captured']],
  ])('a dispute that ends with %s is %s', async (outcome, status, withdrawnMinor, kinds) => {
    const { attempt, take } = await paypal.ready('disputes');
    await take();
    const letter = (type: string) =>
      paypal.box.inbox.letter((text) => text.includes(type) && text.includes(attempt.attemptId));
    const opened = await letter('CUSTOMER.DISPUTE.CREATED');
    const { resource } = JSON.parse(opened.raw.toString()) as { resource: { dispute_id: string } };
    await paypal.sandbox.controls.act(`disputes/${resource.dispute_id}/resolve`, { outcome });

    const { raw, headers } = await letter('CUSTOMER.DISPUTE.RESOLVED');
    const webhook = await paypal.gateway.verifyWebhook(raw, headers);
    await expect(paypal.gateway.resolveWebhook(webhook as never)).resolves.toMatchObject({
      kind: 'dispute',
      attemptId: attempt.attemptId,
      dispute: { status, withdrawnMinor, ...USD(15_038) },
    });
    const moved = [];
    for await (const movement of paypal.gateway.movements(attempt.createdAt)) moved.push(movement);
    const own = moved.filter(({ attemptId }) => attemptId === attempt.attemptId);
    expect(own.map(({ kind }) => kind)).toEqual(kinds);
    expect((await entriesFor(paypal, attempt.attemptId)).map(({ kind }) => kind)).toEqual(kinds);
  });

  it('is not started where its SDK would print what it sends', () => {
    expect(() => configWith({ ...paypal.settings, PAYPAL_DEBUG: '1' })).toThrow(
      /PAYPAL_DEBUG is set but not usable/,
    );
  });
}
