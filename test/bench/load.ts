import { randomUUID } from 'node:crypto';
import { Connection } from './connection.ts';

export interface Customer {
  readonly token: string;
}

export interface Level {
  readonly clients: number;
  readonly orders: number;
  readonly ordersPerSecond: number;
  /** Two changes of the cart and the create. */
  readonly journeyMs: Percentiles;
  /** `POST /orders/create` alone, as it is within the journey. */
  readonly createMs: Percentiles;
  readonly errors: number;
}

export interface Percentiles {
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

const ADDRESS = { street: '123 Main St', city: 'New York', state: 'NY', zipCode: '10001', country: 'USA' };
const PAID = {
  shippingAddress: ADDRESS,
  paymentMethod: 'credit_card',
  paymentDetails: { token: 'pm_card_visa' },
};

/** One caller on one connection. */
export class Buyer {
  private readonly connection: Connection;
  private readonly products: readonly string[];

  constructor(port: number, products: readonly string[]) {
    this.connection = new Connection(port);
    this.products = products;
  }

  async register(): Promise<Customer> {
    const account = {
      email: `b-${randomUUID()}@example.com`,
      password: 'a-long-password',
      name: 'Ada Buyer',
    };
    const { status, body } = await this.connection.post('/auth/register', account);
    if (status !== 201) throw new Error(`register answered ${status}: ${body}`);
    return { token: (JSON.parse(body) as { accessToken: string }).accessToken };
  }

  async fillCart({ token }: Customer, lines = 2): Promise<void> {
    for (const item of this.someItems(lines)) {
      const { status, body } = await this.connection.post('/cart/items', item, token);
      if (status !== 200) throw new Error(`cart answered ${status}: ${body}`);
    }
  }

  /** Units of so many different products. */
  someItems(lines = 2): { productId: string; quantity: number }[] {
    const first = Math.floor(Math.random() * this.products.length);
    return Array.from({ length: lines }, (_, line) => {
      // A step that shares no factor with the number of products: never the same one twice.
      const productId = this.products[(first + line * 7) % this.products.length]!;
      return { productId, quantity: 1 };
    });
  }

  /** Tells which order it has made. */
  async create({ token }: Customer, withKey = true, items?: readonly object[]): Promise<string> {
    const key = withKey ? randomUUID() : undefined;
    const wish = items ? { ...PAID, items } : PAID;
    const { status, body } = await this.connection.post('/orders/create', wish, token, key);
    if (status !== 201) throw new Error(`create answered ${status}: ${body}`);
    return /"orderId":"([^"]+)"/.exec(body)![1]!;
  }

  close(): void {
    this.connection.close();
  }
}

/** As many at a time as the server has threads to hash passwords with. */
const REGISTERING_AT_ONCE = 4;

export async function registerCustomers(
  port: number,
  products: readonly string[],
  count: number,
): Promise<Customer[]> {
  const customers: Customer[] = [];
  const register = async () => {
    const buyer = new Buyer(port, products);
    while (customers.length < count) customers.push(await buyer.register());
    buyer.close();
  };
  await Promise.all(Array.from({ length: REGISTERING_AT_ONCE }, register));
  return customers.slice(0, count);
}

/** Makes one order; returns how long its create took. */
export type Journey = (buyer: Buyer, customer: Customer) => Promise<number>;

export const buyFromCart: Journey = async (buyer, customer) => {
  await buyer.fillCart(customer);
  const filledAt = performance.now();
  await buyer.create(customer);
  return performance.now() - filledAt;
};

export const buyFromList: Journey = async (buyer, customer) => {
  const startedAt = performance.now();
  await buyer.create(customer, true, buyer.someItems());
  return performance.now() - startedAt;
};

/** Closed loop: each client has one request under way, and takes turns among customers of its own. */
export async function runLevel(
  port: number,
  products: readonly string[],
  customers: readonly Customer[],
  clients: number,
  durationMs: number,
  journey: Journey = buyFromCart,
): Promise<Level> {
  const share = Math.floor(customers.length / clients);
  const journeys: number[] = [];
  const creates: number[] = [];
  let errors = 0;
  const startedAt = performance.now();
  const until = startedAt + durationMs;
  const loop = async (client: number) => {
    const own = customers.slice(client * share, (client + 1) * share);
    const buyer = new Buyer(port, products);
    for (let turn = 0; performance.now() < until; turn++) {
      const customer = own[turn % own.length]!;
      const began = performance.now();
      try {
        creates.push(await journey(buyer, customer));
        journeys.push(performance.now() - began);
      } catch (error) {
        if (errors++ === 0) console.error(String(error));
        if (errors > MOST_ERRORS) throw error;
      }
    }
    buyer.close();
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => loop(client)));
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    clients,
    orders: journeys.length,
    ordersPerSecond: journeys.length / seconds,
    journeyMs: percentilesOf(journeys),
    createMs: percentilesOf(creates),
    errors,
  };
}

/** A run with this many says nothing about speed. */
const MOST_ERRORS = 20;

export function percentilesOf(samples: number[]): Percentiles {
  samples.sort((a, b) => a - b);
  const at = (share: number) =>
    samples[Math.min(samples.length - 1, Math.floor(samples.length * share))] ?? 0;
  const mean = samples.reduce((sum, sample) => sum + sample, 0) / Math.max(samples.length, 1);
  return { mean, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
