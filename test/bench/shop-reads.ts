import type pg from 'pg';
import { accessTokenOf } from '../support/tokens.ts';
import type { LargeShop } from './large-shop.ts';

/** One request of a kind that is measured. */
export interface Read {
  readonly path: string;
  readonly token: string;
  /** Posted where there is one. */
  readonly body?: object;
  readonly status: number;
}

export interface ReadKind {
  readonly name: string;
  readonly requests: readonly Read[];
}

/** Different ones of each kind, so that no page of a table is warm only because the last request has just read it. */
const OF_A_KIND = 40;
/** From here on, a little deeper each time, and a whole page is still left after the deepest. */
const DEEP = 0.9;
const DEEPEST = 0.98;

/** What customers of a large shop look at; `secret` is what the api signs with. */
export async function readKinds(db: pg.Pool, shop: LargeShop, secret: string): Promise<ReadKind[]> {
  const regular = await accessTokenOf(shop.regular, secret);
  const others = await Promise.all(shop.others.slice(0, OF_A_KIND).map((id) => accessTokenOf(id, secret)));
  const { rows: owned } = await db.query<{ number: string; at: string; id: string }>(
    `select number, to_jsonb(created_at) #>> '{}' as at, id from orders
     where customer_id = $1 or customer_id in (select id from users where claimed_by = $1)
     order by created_at desc, id desc`,
    [shop.regular],
  );
  const { rows: theirs } = await db.query<{ customer_id: string; number: string }>(
    `select distinct on (customer_id) customer_id, number from orders where customer_id = any($1)`,
    [shop.others.slice(0, OF_A_KIND)],
  );
  const times = Array.from({ length: OF_A_KIND }, (_, index) => index);
  const ofRegular = (name: string, path: (index: number) => string): ReadKind => ({
    name,
    requests: times.map((index) => ({ path: path(index), token: regular, status: 200 })),
  });
  const cursor = (index: number) => {
    const depth = DEEP + ((DEEPEST - DEEP) * index) / OF_A_KIND;
    const { at, id } = owned[Math.floor(owned.length * depth) - 1]!;
    return Buffer.from(JSON.stringify([at, id])).toString('base64url');
  };
  const spread = (index: number) => owned[Math.floor((owned.length / OF_A_KIND) * index)]!.number;
  const ofOthers = (name: string, path: (index: number) => string): ReadKind => ({
    name,
    requests: others.map((token, index) => ({ path: path(index), token, status: 200 })),
  });
  const theirOrder = (index: number) =>
    theirs.find(({ customer_id }) => customer_id === shop.others[index])!.number;
  return [
    ofRegular('first page, 20', () => '/orders?limit=20'),
    ofRegular('first page, 100', () => '/orders?limit=100'),
    ofRegular('after 9 of 10 orders, 20', (index) => `/orders?limit=20&cursor=${cursor(index)}`),
    ofRegular('after 9 of 10 orders, 100', (index) => `/orders?limit=100&cursor=${cursor(index)}`),
    ofRegular('status=delivered (most), 20', () => '/orders?limit=20&status=delivered'),
    ofRegular('status=cancelled (five), 20', () => '/orders?limit=20&status=cancelled'),
    ofRegular('status=confirmed (none), 20', () => '/orders?limit=20&status=confirmed'),
    ofRegular('one order', (index) => `/orders/${spread(index)}`),
    ofRegular('the cart', () => '/cart'),
    {
      name: 'which order to pay',
      requests: times.map(() => ({
        path: '/payment/process',
        token: regular,
        body: { paymentDetails: { token: 'pm_card_visa' } },
        // Of the two that are pending: the look-up is all that happens.
        status: 409,
      })),
    },
    ofOthers('first page of others (ten orders), 20', () => '/orders?limit=20'),
    ofOthers('one order of others', (index) => `/orders/${theirOrder(index)}`),
  ];
}
