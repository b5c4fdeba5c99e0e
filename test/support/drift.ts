import { MISSING_PAPERS } from '../../src/invoices/checks/missing-papers.js';
import { publicId } from '../../src/shared/ids.js';
import { eventually } from './eventually.js';
import { keyOfATest } from './invariants.js';
import { GATEWAY_KEY } from './processes.js';
import { ADDRESS, fillCart, paidBy, type World } from './world.js';

export interface Placed {
  /** As customers know it. */
  readonly number: string;
  readonly id: string;
  readonly productId: string;
  readonly amountMinor: number;
  readonly attempt: { readonly id: string; readonly intent_id: string };
}

/** Hands that go where no use case goes: around the product by SQL, and behind its back at the gateway. */
export class Drift {
  constructor(private readonly world: World) {}

  async sql(text: string, values: readonly unknown[] = []): Promise<void> {
    await this.world.db.query(text, [...values]);
  }

  /** Tampers with what the ledger has of an attempt; answers with the transfer's id. */
  async ledger(change: string, order: Placed, movement: string): Promise<string> {
    const { rows } = await this.world.db.query<{ id: string }>(
      `${change} where reference = $1 and movement = $2 returning id`,
      [order.attempt.id, movement],
    );
    return rows[0]!.id;
  }

  /** An order of two units; without a token nobody has tried to pay it. */
  async order(token?: string): Promise<Placed> {
    const customer = await this.world.guest();
    const productId = await this.world.product(9);
    await fillCart(customer, productId, 2);
    const body = token ? paidBy(token) : { shippingAddress: ADDRESS };
    const { orderId: number } = (await customer.post('/orders/create', body)).body as { orderId: string };
    const { rows } = await this.world.db.query<{ id: string; amount: number }>(
      'select id, grand_total_minor::int as amount from orders where number = $1',
      [number],
    );
    const [attempt] = await this.world.attemptsOf(number);
    return {
      number,
      id: rows[0]!.id,
      productId,
      amountMinor: rows[0]!.amount,
      attempt: attempt as Placed['attempt'],
    };
  }

  paid = (): Promise<Placed> => this.order('pm_card_visa');

  /** An order that is paid, or promised to be, in every table of ours, and of which no gateway knows. */
  async paidHereOnly(as: 'paid' | 'authorized'): Promise<Placed> {
    const order = await this.order();
    const id = crypto.randomUUID();
    const [captured, authorized] = as === 'paid' ? [order.amountMinor, 0] : [0, order.amountMinor];
    await this.sql(
      `insert into payment_attempts (id, order_id, customer_id, gateway, method, amount_minor, currency, status,
         captures_later, captured_minor, authorized_minor, refunded_minor, deadline_at, settled_at)
       select $2, id, customer_id, 'stripe', 'credit_card', grand_total_minor, currency, 'succeeded', $4 > 0, $3, $4, 0,
         now(), now() from orders where id = $1`,
      [order.id, id, captured, authorized],
    );
    await this.sql(
      `update orders set status = 'confirmed', payment_status = $3, hold = 'sold', paid_attempt_id = $2 where id = $1`,
      [order.id, id, as],
    );
    await this.move(order, 'sold', -2, -2);
    await this.event(order, 'order.confirmed', 'confirmed');
    const sides = as === 'paid' ? ['gateway:stripe', 'customer'] : ['promised:stripe', 'customer:promises'];
    await this.transfer(order, as === 'paid' ? 'captured' : 'authorized', sides, order.amountMinor, id);
    return { ...order, attempt: { id, intent_id: 'none' } };
  }

  /** Cancelled as far as status, stock and timeline go, and no word about its money. */
  async cancelWithoutMoney(order: Placed): Promise<void> {
    await this.sql(
      `update orders set status = 'cancelled', cancel_reason = 'admin', hold = 'returned' where id = $1`,
      [order.id],
    );
    await this.move(order, 'returned', 2, 0);
    await this.event(order, 'order.cancelled', 'cancelled');
  }

  /** Prepared and handed over whole, by its admin. */
  async ship({ number }: Placed): Promise<void> {
    const admin = await this.world.admin();
    await admin.post(`/orders/${number}/prepare`);
    await admin.post(`/orders/${number}/ship`, { carrier: 'UPS', trackingNumber: number });
  }

  /** As if somebody had counted. */
  counted(productId: string, onHand: number): Promise<void> {
    return this.world.setStock(productId, onHand);
  }

  /** Units that move as they should, in both of their books. */
  move(order: Placed, kind: string, onHand: number, held: number): Promise<void> {
    return this.sql(
      `with moved as (
         update stock set on_hand = on_hand + $3, held = held + $4 where product_id = $2 returning product_id)
       insert into stock_movements (id, product_id, kind, on_hand_delta, held_delta, order_id, order_number, actor)
       select gen_random_uuid(), product_id, $5, $3, $4, $1, $6, 'system' from moved`,
      [order.id, order.productId, onHand, held, kind, order.number],
    );
  }

  /** A return of so many units that nobody has asked for. */
  return(order: Placed, status: 'approved' | 'received', units: number): Promise<void> {
    return this.sql(
      `with opened as (
         insert into returns (id, order_id, customer_id, status, carries_refund, reason, requested_by, decided_at, received_at)
         select gen_random_uuid(), id, customer_id, $2, true, 'x', 'admin', now(), case $2 when 'received' then now() end
         from orders where id = $1 returning id, order_id, customer_id)
       insert into return_lines (return_id, order_id, line_no, product_id, customer_id, quantity, restocked)
       select id, order_id, 1, $3, customer_id, $4, case $2 when 'received' then $4::int else 0 end from opened`,
      [order.id, status, order.productId, units],
    );
  }

  event(order: Placed, type: string, to: string): Promise<void> {
    return this.sql(
      `insert into events (id, type, order_id, actor, data, occurred_at)
       values (gen_random_uuid(), $2, $1, 'system', jsonb_build_object('to', $3::text), clock_timestamp())`,
      [order.id, type, to],
    );
  }

  async transfer(
    order: Placed,
    movement: string,
    sides: readonly string[],
    amountMinor: number,
    reference: string,
  ): Promise<string> {
    const id = crypto.randomUUID();
    await this.sql(
      `insert into ledger_transfers (id, order_id, customer_id, movement, debit_account, credit_account, amount_minor, currency, reference)
       select $7, id, customer_id, $2, $3, $4, $5, currency, $6 from orders where id = $1`,
      [order.id, movement, ...sides, amountMinor, reference, id],
    );
    return id;
  }

  /** A refund row; `succeeded` also counts and books it, as the product does. Answers with its two ids. */
  async refund(
    order: Placed,
    status: string,
    amountMinor: number,
  ): Promise<{ id: string; publicId: string }> {
    const id = crypto.randomUUID();
    await this.sql(
      `insert into refunds (id, order_id, customer_id, attempt_id, amount_minor, currency, status, reason, deadline_at, settled_at)
       select $3, id, customer_id, $2, $5, currency, $4, 'drift', now(), case $4 when 'pending' then null else now() end
       from orders where id = $1`,
      [order.id, order.attempt.id, id, status, amountMinor],
    );
    if (status !== 'failed') await this.count(order, amountMinor);
    if (status === 'succeeded') {
      await this.sql(`update orders set payment_status = 'partially_refunded' where id = $1`, [order.id]);
      await this.transfer(order, 'refunded', ['customer', 'gateway:stripe'], amountMinor, id);
    }
    return { id, publicId: publicId('ref', id) };
  }

  /** Orders whose papers have to be missing. */
  readonly lacksPapers = new Set<string>();

  /** What else is missing is issued, as a worker would. */
  async papers(): Promise<void> {
    await this.sql('alter table invoice_series disable trigger user');
    for (const [lacks, kind, series] of [
      ['invoice', 'invoice', 'INV'],
      ['credit note', 'credit_note', 'CN'],
    ]) {
      await this.sql(
        `with due as (
           select o.*, m.back, i.id as invoice_id, extract(year from now() at time zone 'UTC')::int as year,
             row_number() over (order by o.id) + (select coalesce(max(sequence), 0) from invoices where series = $3) as n
           from (${MISSING_PAPERS}) m join orders o on o.id = m.order_id
             left join invoices i on i.order_id = o.id and i.kind = 'invoice'
           where m.lacks = $1 and o.id <> all($4::uuid[]))
         insert into invoices (id, kind, number, series, year, sequence, order_id, customer_id, refers_to, source,
           source_id, currency, amount_minor, document, personal, issued_at)
         select gen_random_uuid(), $2, $3 || '-' || year || '-' || lpad(n::text, 6, '0'), $3, year, n, id, customer_id,
           case $2 when 'credit_note' then invoice_id end, case $2 when 'invoice' then 'order' else 'refund' end,
           case $2 when 'invoice' then id else gen_random_uuid() end, currency, coalesce(back, grand_total_minor), '{}', '{}', now()
         from due`,
        [lacks, kind, series, [...this.lacksPapers]],
      );
    }
    await this.sql(
      `insert into invoice_series select series, year, max(sequence), now() from invoices group by series, year
       on conflict (series, year) do update set last_number = excluded.last_number`,
    );
  }

  /** A credit note about an order's invoice; the next call of `papers` counts it. */
  credit = (orderId: string, amount: string): Promise<void> =>
    this.sql(
      `insert into invoices (id, kind, number, series, year, sequence, order_id, customer_id, refers_to, source, source_id,
         currency, amount_minor, document, personal, issued_at)
       select gen_random_uuid(), 'credit_note', 'CN-' || i.year || '-' || lpad(n::text, 6, '0'), 'CN', i.year, n, o.id,
         o.customer_id, i.id, 'refund', gen_random_uuid(), o.currency, ${amount}, '{}', '{}', now()
       from orders o join invoices i on i.order_id = o.id,
         (select coalesce(max(sequence), 0) + 1 as n from invoices where series = 'CN') s where o.id = $1`,
      [orderId],
    );

  count = (order: Placed, refundedMinor: number): Promise<void> =>
    this.sql('update payment_attempts set refunded_minor = refunded_minor + $2 where id = $1', [
      order.attempt.id,
      refundedMinor,
    ]);

  async capture(order: Placed, status: string): Promise<string> {
    const id = crypto.randomUUID();
    await this.sql(
      `insert into captures (id, order_id, customer_id, attempt_id, amount_minor, currency, is_last, status)
       select $3, id, customer_id, $2, 100, currency, false, $4 from orders where id = $1`,
      [order.id, order.attempt.id, id, status],
    );
    return id;
  }

  /** A call that the product knows nothing of. */
  async atGateway<T = { id: string; balance_transaction: string }>(
    path: string,
    form: Record<string, string>,
  ): Promise<T> {
    const response = await fetch(`${this.world.gateway.url}/v1/${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${GATEWAY_KEY}`,
        'idempotency-key': keyOfATest(),
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams(form).toString(),
    });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as T;
  }

  /** Takes money at the gateway; answers with its ids of payment and movement. */
  async charge(
    metadata: Readonly<Record<string, string>> = {},
  ): Promise<{ intent: string; movement: string }> {
    const { id, latest_charge: charge } = await this.atGateway<{
      id: string;
      latest_charge: { balance_transaction: string };
    }>('payment_intents', {
      amount: '700',
      currency: 'usd',
      payment_method: 'pm_card_visa',
      confirm: 'true',
      'allowed_payment_method_types[]': 'card',
      'expand[]': 'latest_charge',
      ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`metadata[${name}]`, value])),
    });
    return { intent: id, movement: charge.balance_transaction };
  }

  failedRefunds = (count: number): Promise<unknown> =>
    eventually(async () => (await this.world.gateway.journal('refund_failed')).length === count);
}
