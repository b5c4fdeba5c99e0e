import type { Client } from './client.js';
import { keyOfATest } from './invariants.js';
import { GATEWAY_KEY } from './processes.js';
import { fillCart, paidBy, type World } from './world.js';

/** What others do at the gateway, and Settle does not: the customer in their browser, the merchant on its pages. */

/** An order whose card asks for authentication: pending and held until its customer passes the challenge. */
export interface AskedOrder {
  readonly customer: Client;
  readonly productId: string;
  readonly orderId: string;
  readonly attemptId: string;
  readonly intentId: string;
  readonly challengeUrl: string;
}

export async function askedOrder(world: World, more: object = {}): Promise<AskedOrder> {
  const customer = await world.guest();
  const productId = await world.product(5);
  await fillCart(customer, productId);
  const placed = await customer.post('/orders/create', paidBy('pm_card_threeDSecure2Required', more));
  expect([placed.status, placed.body.nextAction?.type]).toEqual([201, 'redirect']);
  const { orderId, nextAction } = placed.body;
  const [attempt] = await world.attemptsOf(orderId);
  return {
    customer,
    productId,
    orderId,
    attemptId: attempt!.id,
    intentId: attempt!.intent_id!,
    challengeUrl: nextAction.url,
  };
}

/** What the button on the challenge page does. Gives back where the customer is sent; nowhere once the payment is over. */
export async function answerChallenge(
  { challengeUrl }: Pick<AskedOrder, 'challengeUrl'>,
  button: 'complete' | 'fail' = 'complete',
): Promise<string | null> {
  const response = await fetch(`${challengeUrl}/${button}`, { method: 'POST', redirect: 'manual' });
  return response.headers.get('location');
}

/** A call of the gateway's own API, with the merchant's key. */
export async function atTheGateway<T = { id: string; status: string }>(
  world: World,
  path: string,
  form?: Readonly<Record<string, string>>,
): Promise<T> {
  const response = await fetch(`${world.gateway.url}/v1/${path}`, {
    method: form ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${GATEWAY_KEY}`,
      'content-type': 'application/x-www-form-urlencoded',
      ...(form && { 'idempotency-key': keyOfATest() }),
    },
    ...(form && { body: new URLSearchParams(form).toString() }),
  });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as T;
}

/** The gateway lets an intent that was declined be confirmed again: news of success for an attempt that has failed. */
export async function payAfterAll(world: World, intentId: string, ends = 'succeeded'): Promise<void> {
  const form = { payment_method: 'pm_card_visa' };
  const { status } = await atTheGateway(world, `payment_intents/${intentId}/confirm`, form);
  expect(status).toBe(ends);
}

/** We cannot ask the gateway and do not hear from it; its customers can still pay there. */
export async function goSilent(world: World): Promise<void> {
  await world.gateway.webhooks('pause');
  for (const operation of ['payment_intents.retrieve', 'payment_intents.list'])
    await world.gateway.fault({ operation, mode: 'status', status: 503, times: null });
}

/** An order whose card was declined: pending, its units free again, its intent still there at the gateway. */
export async function declinedOrder(world: World, units = 5): Promise<Omit<AskedOrder, 'challengeUrl'>> {
  const customer = await world.guest();
  const productId = await world.product(units);
  await fillCart(customer, productId);
  const { status, body } = await customer.post('/orders/create', paidBy('pm_card_visa_chargeDeclined'));
  expect(status).toBe(400);
  const [attempt] = await world.attemptsOf(body.orderId);
  return {
    customer,
    productId,
    orderId: body.orderId,
    attemptId: attempt!.id,
    intentId: attempt!.intent_id!,
  };
}
