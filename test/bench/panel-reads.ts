import type pg from 'pg';
import type { LargeShop } from './large-shop.ts';

/** What somebody opens in the panel: a name and different addresses of the kind, below the panel's root. */
export interface PanelRead {
  readonly name: string;
  readonly paths: readonly string[];
}

/** Different ones of each kind, so that no page is warm only because the last request has just read it. */
const OF_A_KIND = 20;
const MOST_PAGES = 50;
const DAY_MS = 24 * 3600_000;

/** Lists as AdminJS opens them, with rows and their count; the house's own pages. */
export async function panelReads(db: pg.Pool, shop: LargeShop): Promise<PanelRead[]> {
  const { rows: orders } = await db.query<{ number: string; id: string; name: string }>(
    `select number, id, personal ->> 'name' as name from orders tablesample bernoulli (1) limit ${OF_A_KIND}`,
  );
  const times = Array.from({ length: OF_A_KIND }, (_, index) => index);
  const list = (id: string, ...filters: readonly string[]): PanelRead => ({
    name: [id, ...filters.map((filter) => filter.replace(/(?<=Id=|~~from=|~~to=).*/, '…'))].join(' '),
    paths: times.map((index) => {
      const query = filters.map((filter) => `filters.${filter}`);
      return `/api/resources/${id}/actions/list?${[...query, `page=${1 + (index % 5)}`, 'perPage=20'].join('&')}`;
    }),
  });
  const deep = (id: string): PanelRead => ({
    name: `${id}, page ${MOST_PAGES - OF_A_KIND} and on`,
    paths: times.map((index) => `/api/resources/${id}/actions/list?page=${MOST_PAGES - index}&perPage=20`),
  });
  const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
  const month = `createdAt~~from=${daysAgo(100)}`;
  const until = `createdAt~~to=${daysAgo(70)}`;
  const searches = (name: string, typed: (index: number) => string): PanelRead => ({
    name: `search: ${name}`,
    paths: times.map((index) => `/view/search?q=${encodeURIComponent(typed(index))}`),
  });
  return [
    list('orders'),
    deep('orders'),
    list('orders', 'status=delivered'),
    list('orders', 'status=cancelled'),
    list('orders', 'status=pending'),
    list('orders', 'paymentStatus=refunded'),
    list('orders', 'paymentMethod=crypto'),
    list('orders', 'country=IS'),
    list('orders', `customerId=${shop.regular}`),
    list('orders', month, until),
    list('orders', 'totalFrom=50', 'totalTo=50.1'),
    list(
      'orders',
      'status=delivered',
      'paymentMethod=credit_card',
      'country=CA',
      'totalFrom=10',
      month,
      until,
    ),
    list('payments'),
    deep('payments'),
    list('payments', 'status=failed'),
    list('refunds'),
    list('returns'),
    list('parcels'),
    list('parcels', 'carrier=DHL'),
    list('disputes'),
    list('invoices'),
    list('products'),
    list('stock-movements', 'productId=prod_shop_0007'),
    list('customers'),
    list('carts'),
    list('mails'),
    list('mails', 'status=failed'),
    list('events'),
    list('webhook-deliveries'),
    list('webhook-endpoints'),
    list('interventions'),
    list('audit'),
    list('jobs'),
    list('dead-jobs'),
    list('taxes'),
    list('shipping'),
    list('payment-methods'),
    list('staff'),
    searches('an order number', (index) => orders[index % orders.length]!.number),
    searches('an e-mail', (index) => `shop-${30 + index}@example.com`),
    searches('an e-mail that has one of 100 orders', () => 'shop-0@example.com'),
    searches('a name', (index) => orders[index % orders.length]!.name),
    searches('last four and amount', (index) => `4242 ${66 + index}.52`),
    searches('a product', (index) => `Product ${index}`),
    searches('a tracking number', (index) => `1Z${19_001 + index}`),
    searches('an inner id', (index) => orders[index % orders.length]!.id),
    { name: 'the page of an order', paths: orders.map(({ number }) => `/view/order/${number}`) },
    { name: 'dashboard', paths: times.map(() => '/view/dashboard') },
    { name: 'inbox', paths: times.map(() => '/view/inbox') },
  ];
}
