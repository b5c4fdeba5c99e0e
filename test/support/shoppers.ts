import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Client } from './client.js';
import { Dice } from './dice.js';
import type { Fault } from './gateway.js';
import { keyOfATest } from './invariants.js';
import { GATEWAY_KEY } from './processes.js';
import { ADDRESS, fillCart, paidBy, type World } from './world.js';

/** Cards of every temper: most pay, some lose their answer, some their connection, some are declined. */
export const TOKENS = [
  'pm_card_visa',
  'pm_card_visa',
  'pm_card_visa',
  'pm_sandbox_two_resets',
  'pm_sandbox_answer_lost',
  'pm_sandbox_webhook_first',
  'pm_sandbox_drop_at_confirm',
  'pm_card_visa_chargeDeclined',
  'pm_card_chargeDeclinedInsufficientFunds',
] as const;

/** The network between us and the gateway at its worst: what was asked may have happened, or not. */
const WEATHER: readonly Fault[] = [
  { operation: 'payment_intents.create', mode: 'reset_after' },
  { operation: 'payment_intents.create', mode: 'cut_after' },
  { operation: 'payment_intents.confirm', mode: 'reset_before' },
  { operation: 'payment_intents.confirm', mode: 'reset_after' },
  { operation: 'payment_intents.confirm', mode: 'hang_after' },
  { operation: 'payment_intents.confirm', mode: 'hang_before' },
  { operation: 'payment_intents.confirm', mode: 'status_after', status: 500, body: '{}' },
  { operation: 'payment_intents.confirm', mode: 'delay', delayMs: 300 },
  { operation: 'payment_intents.retrieve', mode: 'status', status: 503 },
  { operation: 'payment_intents.cancel', mode: 'reset_after' },
  { operation: 'refunds.create', mode: 'reset_after' },
];
/** The share of visits that the weather turns for. */
const BAD_WEATHER = 0.3;

/** How often a customer asks again when the answer is lost or says "later". */
const TRIES = 3;
const PATIENCE_MS = 150;

/** What fetch says of a peer that went away before or during its answer. */
const CONNECTION_LOST = new Set(['fetch failed', 'terminated']);

type Visit = (shopper: Shopper) => Promise<void>;

/** A customer who buys in every way in which customers do: twice, from two tabs, again after an error, and not after all. */
export class Shopper implements Visitor {
  constructor(
    readonly world: World,
    private readonly client: Client,
    private readonly dice: Dice,
    private readonly products: readonly string[],
  ) {}

  /** One visit to the shop. What the shop answers is checked against the contract, and may be no internal error. */
  async visit(): Promise<void> {
    await perhapsBadWeather(this.world, this.dice);
    const productId = this.dice.pick(this.products);
    await asked(() => fillCart(this.client, productId, 1 + this.dice.below(2)));
    await this.dice.pick(VISITS)(this);
    if (this.dice.happens(0.3)) await this.insist();
  }

  /** Buys in earnest, with a card that is good, whatever was left in the cart. */
  async buy(): Promise<Answer | undefined> {
    await asked(() => fillCart(this.client, this.dice.pick(this.products)));
    return this.insist();
  }

  create(key?: string, token: string = this.dice.pick(TOKENS)): Promise<Answer | undefined> {
    return asked(() => this.client.post('/orders/create', paidBy(token), key ? { key } : {}));
  }

  /** The order is made first, then paid (flow 3). */
  order(): Promise<Answer | undefined> {
    return asked(() => this.client.post('/orders/create', { shippingAddress: ADDRESS }));
  }

  pay(orderId: string, token: string = this.dice.pick(TOKENS)): Promise<Answer | undefined> {
    const body = { orderId, paymentDetails: { token } };
    return asked(() => this.client.post('/payment/process', body));
  }

  cancel(orderId: string): Promise<Answer | undefined> {
    return asked(() => this.client.post(`/orders/${orderId}/cancel`));
  }

  /** The same request in several copies at once. */
  atOnce<T>(act: () => Promise<T>): Promise<T[]> {
    return Promise.all(Array.from({ length: 2 + this.dice.below(4) }, act));
  }

  /** Under one key until there is an answer, as the shop's own front end does it. */
  async insist(): Promise<Answer | undefined> {
    const key = randomUUID();
    for (let tries = 1; ; tries++) {
      const answer = await this.create(key, 'pm_card_visa');
      if ((answer && answer.status < 500 && answer.status !== 409) || tries === TRIES) return answer;
      await sleep(this.dice.below(PATIENCE_MS));
    }
  }
}

/** For whoever calls the gateway next. It may be dead at the moment: that is weather too. */
export async function perhapsBadWeather(world: World, dice: Dice): Promise<void> {
  if (dice.happens(BAD_WEATHER)) await world.gateway.fault(dice.pick(WEATHER)).catch(() => undefined);
}

/** `undefined` where the connection was lost: the process at the other end is gone. An internal error is a failure. */
export async function asked(send: () => Promise<Answer>): Promise<Answer | undefined> {
  let answer: Answer;
  try {
    answer = await send();
  } catch (error) {
    if (!CONNECTION_LOST.has((error as Error).message)) throw error;
    await sleep(PATIENCE_MS);
    return undefined;
  }
  if (answer.body && 'code' in answer.body && answer.body['code'] === 'internal_error')
    throw new Error(`an internal error: ${answer.text}`);
  return answer;
}

/** Shoppers with carts of their own, who want the same few products. */
export async function shoppers(world: World, count: number): Promise<Shopper[]> {
  const products = [await world.product(100_000), await world.product(100_000, 1999)];
  const clients = await world.guests(count);
  return clients.map((client, index) => new Shopper(world, client, new Dice('shopper', index), products));
}

/** Whoever does something in the shop again and again. */
export interface Visitor {
  visit(): Promise<void>;
}

/** Each visitor's visits at least, so that a slow machine proves something too. */
const VISITS_MIN = 4;

/** Everybody visits the shop again and again until it is over. Nothing goes on behind a failure. */
export async function shopWhile(crowd: readonly Visitor[], goesOn: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const end = goesOn.finally(() => over.abort());
  const shopping = crowd.map(async (visitor) => {
    for (let visits = 0; visits < VISITS_MIN || !over.signal.aborted; visits++) await visitor.visit();
  });
  const failed = (await Promise.allSettled([end, ...shopping])).find(({ status }) => status === 'rejected');
  if (failed) throw (failed as PromiseRejectedResult).reason;
}

const VISITS: readonly Visit[] = [
  async (shopper) => void (await shopper.create()),
  async (shopper) => void (await shopper.insist()),
  async (shopper) => void (await shopper.atOnce(() => shopper.create())),
  async (shopper) => {
    const key = randomUUID();
    await shopper.atOnce(() => shopper.create(key, 'pm_card_visa'));
  },
  async (shopper) => void (await shopper.atOnce(() => shopper.create(randomUUID()))),
  async (shopper) => {
    const orderId = (await shopper.order())?.body['orderId'];
    if (orderId) await shopper.atOnce(() => shopper.pay(orderId));
  },
  async (shopper) => {
    const orderId = (await shopper.create())?.body['orderId'];
    if (orderId) await shopper.cancel(orderId);
  },
  async (shopper) => {
    const orderId = (await shopper.order())?.body['orderId'];
    if (orderId) await Promise.all([shopper.pay(orderId), shopper.cancel(orderId)]);
  },
  async (shopper) => {
    const declined = await shopper.create(undefined, 'pm_card_visa_chargeDeclined');
    if (declined?.body['orderId']) await payAfterAll(shopper.world, declined.body['orderId']);
  },
];

/** The gateway lets a declined payment be confirmed again: money for an attempt that had failed. */
export async function payAfterAll(world: World, orderId: string): Promise<void> {
  const intentId = (await world.attemptsOf(orderId)).find(({ status }) => status === 'failed')?.intent_id;
  if (!intentId) return;
  await fetch(`${world.gateway.url}/v1/payment_intents/${intentId}/confirm`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${GATEWAY_KEY}`,
      'content-type': 'application/x-www-form-urlencoded',
      'idempotency-key': keyOfATest(),
    },
    body: 'payment_method=pm_card_visa',
  }).catch(() => undefined);
}
