import type { Stage } from '../gateway-contract.js';
import type { Letter } from '../inbox.js';
import { USD } from '../provider.js';
import { aRefund } from './refunding.js';

export function hearsNews(stage: Stage): void {
  afterEach(() => stage().box.clearFaults());

  /** What each provider says of a payment that it has taken. */
  const TAKEN = /payment_intent\.succeeded|PAYMENT\.SALE\.COMPLETED/;

  /** A payment, and the letter about it. */
  async function news(): Promise<{ attemptId: string; intentId: string; letter: Letter }> {
    const { attempt, take } = await stage().ready('pays');
    const { intentId } = await take();
    const letter = await stage().box.inbox.letter(
      (text) => TAKEN.test(text) && text.includes(attempt.attemptId),
    );
    return { attemptId: attempt.attemptId, intentId: intentId!, letter };
  }

  const read = ({ raw, headers }: Letter) => stage().gateway.verifyWebhook(raw, headers);

  async function resolved(letter: Letter, by = stage().gateway) {
    const webhook = await read(letter);
    if (!webhook || webhook === 'unreachable') throw new Error('not verified');
    return by.resolveWebhook(webhook);
  }

  it('of a payment, which leads to its attempt', async () => {
    const { attemptId, letter } = await news();
    const event = JSON.parse(letter.raw.toString()) as { id: string };
    await expect(read(letter)).resolves.toEqual({
      eventId: event.id,
      type: expect.any(String),
      objectId: expect.any(String),
    });
    await expect(resolved(letter)).resolves.toEqual({ kind: 'attempt', attemptId });
  });

  it('that nobody has changed by a single bit', async () => {
    const { letter } = await news();
    const places = Array.from({ length: 12 }, (_, n) => Math.floor((n / 12) * letter.raw.length));
    for (const place of places) {
      const raw = Buffer.from(letter.raw);
      raw[place]! ^= 1;
      await expect(read({ ...letter, raw })).resolves.toBeUndefined();
    }
    await expect(read(letter)).resolves.toBeDefined();
  });

  it('with a signature, and no part of it missing', async () => {
    const { letter } = await news();
    const names = Object.keys(letter.headers).filter((name) => /^(stripe|paypal)-/.test(name));
    expect(names).not.toEqual([]);
    for (const name of names) {
      const headers = { ...letter.headers, [name]: undefined };
      await expect(read({ ...letter, headers })).resolves.toBeUndefined();
    }
    await expect(read({ raw: letter.raw, headers: {} })).resolves.toBeUndefined();
  });

  it('that is not older than it may be', async () => {
    const { letter } = await news();
    await expect(read(stage().box.aged(letter))).resolves.toBeUndefined();
  });

  it('of a refund, with what became of it', async () => {
    const { intentId } = await news();
    const request = aRefund(intentId, 5_000);
    const outcome = await stage().gateway.refund(request);
    const letter = await stage().box.inbox.letter((text) => text.includes(request.refundId));
    await expect(resolved(letter)).resolves.toEqual({ kind: 'refund', refundId: request.refundId, outcome });
  });

  it('of a dispute, with its facts', async () => {
    const { attempt, take } = await stage().ready('disputes');
    const { attemptId } = attempt;
    const { intentId } = await take();
    const letter = await stage().box.inbox.letter(
      (text) => /dispute\.created/i.test(text) && (text.includes(attemptId) || text.includes(intentId!)),
    );
    await expect(resolved(letter)).resolves.toMatchObject({
      kind: 'dispute',
      attemptId,
      dispute: {
        gatewayDisputeId: expect.any(String),
        status: 'open',
        reason: expect.any(String),
        ...USD(15_038),
        withdrawnMinor: expect.any(Number),
      },
    });
  });

  it('of what is none of ours, which is ignored', async () => {
    const { gateway, box } = stage();
    const foreign = await box.foreign();
    await expect(gateway.resolveWebhook(foreign)).resolves.toEqual({ kind: 'ignored' });
    const gone = { ...foreign, objectId: foreign.objectId!.replace(/....$/, '0000') };
    await expect(gateway.resolveWebhook(gone)).resolves.toEqual({ kind: 'ignored' });
    const nothing = { eventId: 'evt_1', type: 'account.updated', objectId: null };
    await expect(gateway.resolveWebhook(nothing)).resolves.toEqual({ kind: 'ignored' });
  });

  it('that cannot be read now, which is said', async () => {
    const { box, hasty } = stage();
    const { letter } = await news();
    await box.fault('read', { mode: 'status', status: 503, times: null });
    await expect(resolved(letter, hasty)).resolves.toEqual({ kind: 'unreachable' });
    await box.clearFaults();
    await box.fault('read', { mode: 'hang_before', times: null });
    await expect(resolved(letter, hasty)).resolves.toEqual({ kind: 'unreachable' });
  });
}
