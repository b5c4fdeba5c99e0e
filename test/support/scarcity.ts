import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Client } from './client.js';
import { Dice } from './dice.js';
import { asked, payAfterAll, perhapsBadWeather, TOKENS, type Visitor } from './shoppers.js';
import { ADDRESS, paidBy, type World } from './world.js';

/** Nobody in the house hammers the api; customers do. */
const PAUSE_MS = 150;

/** A customer who wants several scarce products at once, named in any order, and thinks again. */
export class Bargainer implements Visitor {
  constructor(
    private readonly world: World,
    private readonly client: Client,
    private readonly dice: Dice,
    private readonly products: readonly string[],
  ) {}

  async visit(): Promise<void> {
    await perhapsBadWeather(this.world, this.dice);
    const body = { ...(await this.wish()), allowPartial: this.dice.happens(0.5) };
    if (this.dice.happens(0.3)) return this.orderThenPay(body);
    const placed = await this.create({ ...paidBy(this.dice.pick(TOKENS)), ...body });
    const orderId = placed?.body['orderId'];
    if (!orderId) return;
    if (placed.body['code'] === 'payment_failed' && this.dice.happens(0.3))
      await payAfterAll(this.world, orderId);
    if (this.dice.happens(0.2)) await this.cancelUnits(orderId, placed.body['items'] ?? []);
    if (this.dice.happens(0.4)) await this.cancel(orderId);
  }

  /** From the cart or without one. */
  private async wish(): Promise<object> {
    const some = this.dice.shuffled(this.products).slice(0, 1 + this.dice.below(this.products.length));
    const items = some.map((productId) => ({ productId, quantity: 1 + this.dice.below(3) }));
    if (this.dice.happens(0.6)) return { items };
    await asked(() => this.client.call('DELETE', '/cart'));
    for (const item of items) await asked(() => this.client.post('/cart/items', item));
    return {};
  }

  /** Units wait for a payment that comes, or does not. */
  private async orderThenPay(body: object): Promise<void> {
    const orderId = (await this.create({ shippingAddress: ADDRESS, ...body }))?.body['orderId'];
    if (!orderId) return;
    const pay = () => {
      const paymentDetails = { token: this.dice.pick(TOKENS) };
      return asked(() => this.client.post('/payment/process', { orderId, paymentDetails }));
    };
    const ways: (() => Promise<unknown>)[] = [
      pay,
      () => Promise.all([pay(), pay()]),
      () => Promise.all([pay(), this.cancel(orderId)]),
      () => this.cancel(orderId),
      () => Promise.resolve(),
    ];
    await this.dice.pick(ways)();
  }

  private async create(body: object): Promise<Answer | undefined> {
    const key = randomUUID();
    const send = () => asked(() => this.client.post('/orders/create', body, { key }));
    const [answer] = await Promise.all(this.dice.happens(0.2) ? [send(), send()] : [send()]);
    return answer;
  }

  /** One unit of a product that turned out to be too much. */
  private async cancelUnits(orderId: string, ordered: readonly { productId: string }[]): Promise<void> {
    if (ordered.length === 0) return;
    const items = [{ productId: this.dice.pick(ordered).productId, quantity: 1 }];
    await asked(() => this.client.post(`/orders/${orderId}/cancel-items`, { items }, { key: randomUUID() }));
  }

  private readonly cancel = (orderId: string) => asked(() => this.client.post(`/orders/${orderId}/cancel`));
}

/** Whoever keeps the stock: units come, are lost, and are counted anew, while orders take them. */
export class Keeper implements Visitor {
  constructor(
    private readonly admin: Client,
    private readonly dice: Dice,
    private readonly products: readonly string[],
  ) {}

  async visit(): Promise<void> {
    const productId = this.dice.pick(this.products);
    const units = 1 + this.dice.below(4);
    const reason = 'The storm';
    await this.dice.pick<() => Promise<unknown>>([
      () => this.change(productId, 'receive', { quantity: 2 * units, reason }),
      () => this.change(productId, 'write-off', { quantity: units, reason }),
      async () => {
        const level = await asked(() => this.admin.get(`/stock/${productId}`));
        const counted = Math.max(0, ((level?.body['onHand'] as number | undefined) ?? 0) + units - 3);
        if (level) await this.change(productId, 'correct', { counted, reason });
      },
    ])();
    await sleep(this.dice.below(PAUSE_MS));
  }

  /** Asked again under its key, as a person at a scanner does. */
  private async change(productId: string, how: string, body: object): Promise<void> {
    const key = randomUUID();
    const send = () => asked(() => this.admin.post(`/stock/${productId}/${how}`, body, { key }));
    if (!(await send()) || this.dice.happens(0.3)) await send();
  }
}

/** Whoever prepares and ships what is paid, and takes an order back now and then. */
export class Clerk implements Visitor {
  constructor(
    private readonly world: World,
    private readonly admin: Client,
    private readonly dice: Dice,
  ) {}

  async visit(): Promise<void> {
    const { rows } = await this.world.db.query<{ number: string }>(
      `select number from orders where status in ('confirmed', 'processing', 'shipped') order by md5(number || $1) limit 1`,
      [this.dice.below(1_000_000)],
    );
    const orderId = rows[0]?.number;
    if (orderId) {
      const parcel = { carrier: 'UPS', trackingNumber: randomUUID() };
      await asked(() => this.admin.post(`/orders/${orderId}/prepare`));
      if (this.dice.happens(0.5)) await asked(() => this.admin.post(`/orders/${orderId}/ship`, parcel));
      if (this.dice.happens(0.2))
        await asked(() => this.admin.post(`/orders/${orderId}/cancel`, { reason: 'The storm' }));
    }
    await sleep(this.dice.below(PAUSE_MS));
  }
}

/** Closes the payment windows of some orders that wait, as time does. */
export class Time implements Visitor {
  constructor(
    private readonly world: World,
    private readonly dice: Dice,
  ) {}

  async visit(): Promise<void> {
    await this.world.db.query(
      `update orders set expires_at = now() where id in (
         select id from orders where status = 'pending' and expires_at > now()
         order by md5(number || $1) limit 2 for update skip locked)`,
      [this.dice.below(1_000_000)],
    );
    await sleep(this.dice.below(4 * PAUSE_MS));
  }
}
