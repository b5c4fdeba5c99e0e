import { randomUUID } from 'node:crypto';
import { Client } from './client.js';
import { eventually } from './eventually.js';
import { ADDRESS, fillCart, paidBy, type World } from './world.js';

export interface Moved {
  readonly orderId: string;
  readonly productId: string;
  readonly returnId: string;
  /** Of a refund that failed. */
  readonly refundId: string;
}

/** 269.15 with tax and shipping. */
export const UNITS = 4;

/** Makes orders and moves them on by the api, to where a test of the panel begins. */
export class MovedOrders {
  private constructor(
    private readonly world: World,
    private readonly admin: Client,
  ) {}

  static async of(world: World): Promise<MovedOrders> {
    return new MovedOrders(world, await world.admin());
  }

  async placed(body: object = paidBy('pm_card_visa'), baseUrl = this.world.baseUrl): Promise<Moved> {
    const { token } = await this.world.guest();
    const customer = new Client(baseUrl, token);
    const productId = await this.world.product(9);
    await fillCart(customer, productId, UNITS);
    const { orderId } = (await customer.post('/orders/create', body)).body;
    return { orderId, productId, returnId: '', refundId: '' };
  }

  unpaid(): Promise<Moved> {
    return this.placed({ shippingAddress: ADDRESS });
  }

  async prepared(order?: Moved): Promise<Moved> {
    const prepared = order ?? (await this.placed());
    await this.admin.post(`/orders/${prepared.orderId}/prepare`);
    return prepared;
  }

  async shipped(order?: Moved): Promise<Moved> {
    const shipped = await this.prepared(order);
    await this.admin.post(`/orders/${shipped.orderId}/ship`, {
      carrier: 'UPS',
      trackingNumber: randomUUID(),
    });
    return shipped;
  }

  async delivered(): Promise<Moved> {
    const delivered = await this.shipped();
    await this.admin.post(`/orders/${delivered.orderId}/deliver`);
    return delivered;
  }

  async returning(quantity = 2): Promise<Moved> {
    const order = await this.delivered();
    return { ...order, returnId: await this.asked(order, quantity) };
  }

  private async asked({ orderId, productId }: Moved, quantity: number): Promise<string> {
    const wish = { items: [{ productId, quantity }], reason: 'Too small' };
    return (await this.admin.post(`/orders/${orderId}/returns`, wish, { key: randomUUID() })).body.returnId;
  }

  /** Of the same order, and approved. */
  async anotherReturn(order: Moved, quantity: number): Promise<string> {
    const returnId = await this.asked(order, quantity);
    await this.admin.post(`/returns/${returnId}/approve`);
    return returnId;
  }

  async comingBack(quantity?: number): Promise<Moved> {
    const order = await this.returning(quantity);
    await this.admin.post(`/returns/${order.returnId}/approve`);
    return order;
  }

  /** A refund that the bank has sent back after it was done. */
  async failedRefund(amount = 20): Promise<Moved> {
    const order = await this.placed(paidBy('pm_card_refundFail'));
    const path = `/orders/${order.orderId}/refunds`;
    await this.admin.post(path, { amount, reason: 'Arrived damaged' }, { key: randomUUID() });
    const refund = await eventually(async () => {
      const { refunds } = await this.read(order.orderId);
      return refunds[0].status === 'failed' && refunds[0];
    });
    return { ...order, refundId: refund.refundId };
  }

  // eslint-disable-next-line typescript/no-explicit-any -- as answers are everywhere
  async read(orderId: string): Promise<any> {
    return (await this.admin.get(`/orders/${orderId}`)).body;
  }

  async move(orderId: string, move: 'prepare' | 'cancel'): Promise<void> {
    await this.admin.post(`/orders/${orderId}/${move}`);
  }
}
