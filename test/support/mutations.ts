import { randomUUID } from 'node:crypto';
import type { Config } from '../../src/config.js';
import { OrderLinks } from '../../src/orders/order-links.js';
import { type Answer, Client } from './client.js';
import { eventually } from './eventually.js';
import { contract, type Operation } from './contract.js';
import { partnerOf } from './partners.js';
import { testEnvironment } from './processes.js';
import { ADDRESS, fillCart, paidBy, type World } from './world.js';

/** A change that can be asked for at this moment, and what shows how often it was made. */
export interface Arranged {
  readonly caller: Client;
  /** What stands in the braces of the path. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Differs before the change, after it, and after a second one. */
  readonly effect: () => Promise<unknown>;
}

type Arrange = (world: World) => Promise<Arranged>;

/**
 * Every operation that changes something for a caller who is known, by its `operationId`. A new one needs a row here, and
 * has then to keep all that `Idempotency-Key` promises.
 */
export const MUTATIONS: Readonly<Record<string, Arrange>> = {
  addItem: async (world) => {
    const [caller, productId] = await shopper(world);
    return { caller, body: { productId, quantity: 2 }, effect: () => cartOf(caller) };
  },
  setItemQuantity: async (world) => {
    const [caller, productId] = await shopperWithCart(world);
    return { caller, parameters: { productId }, body: { quantity: 3 }, effect: () => cartOf(caller) };
  },
  removeItem: async (world) => {
    const [caller, productId] = await shopperWithCart(world);
    return { caller, parameters: { productId }, effect: () => cartOf(caller) };
  },
  clearCart: async (world) => {
    const [caller] = await shopperWithCart(world);
    return { caller, effect: () => cartOf(caller) };
  },
  createOrder: async (world) => {
    const [caller, productId] = await shopper(world);
    const effect = async () =>
      Promise.all((await world.ordersOf(productId)).map(({ number }) => moneyOf(world, number)));
    return { caller, body: paidBy('pm_card_visa', { items: [{ productId, quantity: 1 }] }), effect };
  },
  processPayment: async (world) => {
    const [caller, productId] = await shopperWithCart(world);
    const { body } = await caller.post('/orders/create', { shippingAddress: ADDRESS });
    const orderId: string = body.orderId;
    const effect = async () => [await statusesOf(world, productId), await moneyOf(world, orderId)];
    return { caller, body: { orderId, paymentDetails: { token: 'pm_card_visa' } }, effect };
  },
  cancelOrder: async (world) => {
    const { customer, orderId } = await paidOrder(world);
    await fillCart(customer, await world.product(9));
    const effect = async () => [await moneyOf(world, orderId), await cartOf(customer)];
    return { caller: customer, parameters: { orderId }, body: { reason: 'Too late' }, effect };
  },
  cancelItems: async (world) => {
    const { customer, orderId, productId } = await paidOrder(world, { quantity: 3 });
    const effect = async () => {
      const [{ quantity, cancelled }] = (await customer.get(`/orders/${orderId}`)).body.items;
      return [quantity, cancelled, await moneyOf(world, orderId)];
    };
    const body = { items: [{ productId, quantity: 1 }] };
    return { caller: customer, parameters: { orderId }, body, effect };
  },
  requestReturn: async (world) => {
    const { customer, orderId, productId } = await deliveredOrder(world);
    const effect = async () => (await customer.get(`/orders/${orderId}/returns`)).body.returns.length;
    const body = { items: [{ productId, quantity: 1 }], reason: 'Too small' };
    return { caller: customer, parameters: { orderId }, body, effect };
  },
  approveReturn: (world) => returned(world, []),
  refuseReturn: (world) => returned(world, [], { reason: 'Worn' }),
  receiveReturn: (world) => returned(world, ['approve']),
  reorder: async (world) => {
    const { customer, orderId } = await paidOrder(world);
    return { caller: customer, parameters: { orderId }, effect: () => cartOf(customer) };
  },
  claimOrders: async (world) => {
    const email = `c-${randomUUID()}@example.com`;
    const { body: guest } = await world.stranger.post('/auth/guest', { email });
    const { orderId } = await paidOrder(world, {
      buyer: new Client(world.baseUrl, guest.accessToken),
    });
    const account = { email, password: 'a-long-password', name: 'Ada Account' };
    const { body } = await world.stranger.post('/auth/register', account);
    const caller = new Client(world.baseUrl, body.accessToken);
    const effect = async () => (await caller.get('/orders')).body.orders.length;
    return { caller, body: { token: await linkTokenOf(orderId) }, effect };
  },
  receiveStock: (world) => stockChange(world, { quantity: 3 }),
  writeOffStock: (world) => stockChange(world, { quantity: 3, reason: 'Broken' }),
  correctStock: (world) => stockChange(world, { counted: 7, reason: 'Yearly count' }),
  setLowStockNotice: (world) => stockChange(world, { lowAt: 2 }),
  adjustOrder: async (world) => {
    const [customer] = await shopperWithCart(world);
    const { body } = await customer.post('/orders/create', { shippingAddress: ADDRESS });
    const orderId: string = body.orderId;
    const effect = async () => (await customer.get(`/orders/${orderId}`)).body.grandTotal;
    const fee = { kind: 'fee', label: 'Gift wrapping', amount: 10.01 };
    return { caller: await adminOf(world), parameters: { orderId }, body: fee, effect };
  },
  setTaxRate: (world) => tariffChange(world, { name: 'VAT', rate: 19 }),
  setShippingRate: (world) => tariffChange(world, { currency: 'USD', price: 5 }),
  removeTaxRate: (world) => tariffRemoval(world, 'taxes', { name: 'VAT', rate: 19 }),
  removeShippingRate: (world) => tariffRemoval(world, 'shipping', { currency: 'USD', price: 5 }),
  prepareOrder: (world) => moved(world, []),
  shipOrder: (world) => moved(world, ['prepare'], { carrier: 'UPS', trackingNumber: newNumber() }),
  deliverOrder: (world) => moved(world, ['prepare', 'ship']),
  correctParcel: async (world) => {
    const { caller, parameters = {}, effect } = await moved(world, ['prepare', 'ship']);
    const { tracking } = (await caller.get(`/orders/${parameters['orderId']}`)).body;
    const body = { trackingNumber: newNumber() };
    return { caller, parameters: { ...parameters, parcelId: tracking[0].parcelId }, body, effect };
  },
  createWebhookEndpoint: async (world) => {
    const caller = await partnerOf(world);
    const effect = async () => (await caller.get('/webhook-endpoints')).body.endpoints.length;
    return { caller, body: { url: HOOKS }, effect };
  },
  changeWebhookEndpoint: (world) => endpointChange(world, { events: ['order.*'] }),
  deleteWebhookEndpoint: (world) => endpointChange(world),
  rotateWebhookSecret: (world) => endpointChange(world),
  testWebhookEndpoint: (world) => endpointChange(world),
  redeliverWebhook: (world) => endpointChange(world),
  redeliverWebhooks: (world) =>
    endpointChange(world, { from: '2026-01-01T00:00:00Z', to: '2126-01-01T00:00:00Z', status: 'failed' }),
  resendMail: async (world) => {
    const [caller, { orderId }] = await Promise.all([adminOf(world), paidOrder(world)]);
    const mails = async () => (await caller.get(`/orders/${orderId}/mails`)).body.mails;
    if (world.worker) await eventually(async () => (await mails()).length > 0);
    else {
      // As if one had sent it.
      await world.db.query(
        `insert into mails (event_id, template, order_id, customer_id, message_id, status)
         select e.id, 'order-confirmed', o.id, o.customer_id, e.id::text, 'sent'
         from events e join orders o on o.id = e.order_id where o.number = $1 and e.type = 'order.confirmed'`,
        [orderId],
      );
    }
    const [mail] = await mails();
    const body = { email: 'somebody.else@example.com' };
    return { caller, parameters: { mailId: mail.mailId }, body, effect: async () => (await mails()).length };
  },
  refundOrder: async (world) => {
    const { orderId } = await paidOrder(world);
    const body = { amount: 10, reason: 'Arrived damaged' };
    return {
      caller: await adminOf(world),
      parameters: { orderId },
      body,
      effect: () => moneyOf(world, orderId),
    };
  },
};

/** Operations that are no GET and change nothing. */
const READS = new Set(['quoteOrder']);

export interface Mutation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** What the contract has that changes something for a caller who is known. To log in is another matter, to log out twice is once. */
export const MUTATIONS_OF_THE_CONTRACT: readonly Mutation[] = Object.entries(contract.paths)
  .filter(([path]) => !path.startsWith('/auth/'))
  .flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([method]) => method !== 'get')
      .map(([method, operation]) => {
        return { id: operation.operationId ?? path, method: method.toUpperCase(), path, operation };
      }),
  )
  .filter(({ id, operation }) => (operation.security ?? []).length > 0 && !READS.has(id));

/** Asks for the change under a key; `more` makes the body another one. */
export type Send = (key: string, more?: object) => Promise<Answer<{ code?: string }>>;

/** A change that is arranged and can be asked for. */
export async function arrange(
  world: World,
  { id, method, path }: Mutation,
): Promise<Arranged & { send: Send }> {
  const arranged = await MUTATIONS[id]!(world);
  const { caller, parameters = {}, query, body } = arranged;
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => parameters[name]!);
  const url = query ? `${filled}?${new URLSearchParams(query).toString()}` : filled;
  const send: Send = (key, more) => {
    const sent = more ? { ...body, ...more } : body;
    return caller.call(method, url, { key, ...(sent && { body: sent }) });
  };
  return { ...arranged, send };
}

export const isReplayed = ({ headers }: Answer<unknown>): boolean =>
  headers.get('idempotent-replayed') === 'true';

async function shopper(world: World, buyer?: Client): Promise<[Client, string]> {
  return Promise.all([buyer ?? world.guest(), world.product(9)]);
}

async function shopperWithCart(world: World): Promise<[Client, string]> {
  const [caller, productId] = await shopper(world);
  await fillCart(caller, productId);
  return [caller, productId];
}

async function paidOrder(
  world: World,
  { buyer, quantity = 1 }: { buyer?: Client; quantity?: number } = {},
): Promise<{ customer: Client; orderId: string; productId: string }> {
  const [customer, productId] = await shopper(world, buyer);
  const order = paidBy('pm_card_visa', { items: [{ productId, quantity }] });
  const { body } = await customer.post('/orders/create', order, { key: randomUUID() });
  return { customer, orderId: body.orderId, productId };
}

async function stockChange(world: World, body: object): Promise<Arranged> {
  const [caller, productId] = await Promise.all([adminOf(world), world.product(9)]);
  // Its units are counted here, and not with those that were sold.
  world.stocked.delete(productId);
  const effect = async () => {
    const { rows } = await world.db.query(
      `select on_hand, low_at, (select count(*) from stock_movements m where m.product_id = s.product_id) as moves,
         (select count(*) from audit_log a where a.subject_id = s.product_id) as audited
       from stock s where s.product_id = $1`,
      [productId],
    );
    return rows;
  };
  return { caller, parameters: { productId }, body, effect };
}

/** A carrier's number is one parcel. */
const newNumber = (): string => crypto.randomUUID();

/** A rate for a class that nothing else is of. */
async function tariffChange(world: World, rate: object): Promise<Arranged> {
  const productClass = `class-${randomUUID().slice(0, 8)}`;
  const effect = async () => {
    const { rows } = await world.db.query(
      'select action from audit_log where subject_id = $1 order by occurred_at',
      [`DE/*/${productClass}`],
    );
    return rows;
  };
  return { caller: await adminOf(world), body: { country: 'DE', productClass, ...rate }, effect };
}

async function tariffRemoval(
  world: World,
  table: 'taxes' | 'shipping',
  rate: { readonly currency?: string; readonly name?: string; readonly [field: string]: unknown },
): Promise<Arranged> {
  const { caller, body, effect } = await tariffChange(world, rate);
  await caller.call('PUT', `/tariffs/${table}`, { body });
  const { country, productClass } = body as { country: string; productClass: string };
  return {
    caller,
    query: { country, productClass, ...(rate.currency && { currency: rate.currency }) },
    effect,
  };
}

const HOOKS = 'https://93.184.216.34/hooks';

/** An endpoint with a delivery that has failed, and all that a change of either leaves. */
async function endpointChange(world: World, body?: object): Promise<Arranged> {
  const caller = await partnerOf(world);
  const { body: made } = await caller.post('/webhook-endpoints', { url: HOOKS });
  const endpointId: string = made.id;
  const { body: test } = await caller.post(`/webhook-endpoints/${endpointId}/test`);
  await world.db.query(
    `update webhook_deliveries d set status = 'failed', finished_at = now()
     from webhook_endpoints w where w.id = d.endpoint_id and w.partner_id = $1`,
    [caller.partnerId],
  );
  const effect = async () => {
    const { rows } = await world.db.query(
      `select w.events, w.sealed_secret, w.deleted_at, d.status, d.requested_at,
         (select count(*) from audit_log a where a.subject_id = $2) as changes
       from webhook_endpoints w join webhook_deliveries d on d.endpoint_id = w.id
       where w.partner_id = $1 order by d.position`,
      [caller.partnerId, endpointId],
    );
    return rows;
  };
  return { caller, parameters: { endpointId, deliveryId: test.id }, ...(body && { body }), effect };
}

/** A paid order that has been moved on, for an admin to move once more. */
async function moved(world: World, moves: readonly string[], body?: object): Promise<Arranged> {
  const [caller, { orderId }] = await Promise.all([adminOf(world), paidOrder(world)]);
  const parcel = { carrier: 'UPS', trackingNumber: newNumber() };
  for (const move of moves) await caller.post(`/orders/${orderId}/${move}`, move === 'ship' ? parcel : {});
  const effect = async () => {
    const { status, timeline, tracking } = (await caller.get(`/orders/${orderId}`)).body;
    return { status, events: timeline.length, parcels: tracking.length };
  };
  return { caller, parameters: { orderId }, ...(body && { body }), effect };
}

async function deliveredOrder(world: World) {
  const [admin, order] = await Promise.all([adminOf(world), paidOrder(world, { quantity: 3 })]);
  for (const [move, body] of [
    ['prepare', {}],
    ['ship', { carrier: 'UPS', trackingNumber: randomUUID() }],
    ['deliver', {}],
  ] as const)
    await admin.post(`/orders/${order.orderId}/${move}`, body);
  return order;
}

/** A return that has been moved on, for an admin to move once more. */
async function returned(world: World, moves: readonly string[], body?: object): Promise<Arranged> {
  const caller = await adminOf(world);
  const { customer, orderId, productId } = await deliveredOrder(world);
  const wish = { items: [{ productId, quantity: 1 }], reason: 'Too small' };
  const { body: opened } = await customer.post(`/orders/${orderId}/returns`, wish, { key: randomUUID() });
  const returnId: string = opened.returnId;
  for (const move of moves) await caller.post(`/returns/${returnId}/${move}`);
  const effect = async () => {
    const { returns, timeline } = (await caller.get(`/orders/${orderId}`)).body;
    return [
      returns.map(({ status }: { status: string }) => status),
      timeline.map(({ event }: { event: string }) => event),
      await world.stockOf(productId),
      await moneyOf(world, orderId),
    ];
  };
  return { caller, parameters: { returnId }, ...(body && { body }), effect };
}

/** What the link in a mail about the order carries. */
function linkTokenOf(orderId: string): Promise<string> {
  const { JWT_SECRET } = testEnvironment({ databaseUrl: 'postgres://nowhere' });
  const clock = { nowMs: () => Date.now() };
  return new OrderLinks({ JWT_SECRET, ORDER_LINK_DAYS: 30 } as Config, clock).sign(orderId);
}

const admins = new WeakMap<World, Promise<Client>>();

/** One for a world: to log in costs more than all the rest. */
function adminOf(world: World): Promise<Client> {
  const admin = admins.get(world) ?? world.admin();
  admins.set(world, admin);
  return admin;
}

const statusesOf = async (world: World, productId: string): Promise<string[]> =>
  (await world.ordersOf(productId)).map(({ status }) => status);

const cartOf = async (customer: Client): Promise<unknown> => {
  const { items, version } = (await customer.get('/cart')).body;
  return { version, quantities: items.map(({ quantity }: { quantity: number }) => quantity) };
};

/** What was taken and given back for an order, by the gateway's own book. */
const moneyOf = async (world: World, orderId: string): Promise<unknown> => ({
  taken: (await world.gateway.chargesOf(orderId)).map(({ amount }) => amount),
  given: (await world.gateway.refundsOf(orderId)).map(({ amount }) => amount),
});
