import type { ParsedMail } from 'mailparser';
import { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { expectInvariants, hurry } from '../support/invariants.js';
import { giveBackJobsOfTheDead } from '../support/jobs.js';
import { atTheGateway } from '../support/outside.js';
import { textOf } from '../support/pdf-text.js';
import { ADDRESS, fillCart, paidBy, World } from '../support/world.js';

interface Listed {
  readonly kind: string;
  readonly number: string;
  readonly amount: number;
  readonly refersTo: string | null;
  readonly refundId: string | null;
  readonly url: string;
}

/** What a test asks of an order's papers. */
class Papers {
  constructor(private readonly world: World) {}

  list = async (caller: Client, orderId: string): Promise<Listed[]> =>
    (await caller.get(`/orders/${orderId}/documents`)).body.documents;

  /** Waits until the order has so many. */
  atLast = (caller: Client, orderId: string, count: number): Promise<Listed[]> =>
    eventually(async () => {
      const listed = await this.list(caller, orderId);
      return listed.length === count && listed;
    });

  /** What the page says, as lines. */
  async text(caller: Client, { url }: Pick<Listed, 'url'>): Promise<string> {
    return textOf((await caller.get(url.replace(this.world.baseUrl, ''))).bytes);
  }

  /** Numbers by series, and where each last number stands. */
  async numbers(series: string): Promise<{ given: number[]; last: number }> {
    const { rows } = await this.world.db.query(
      `select coalesce(array_agg(sequence order by sequence), '{}') as given,
         coalesce((select last_number from invoice_series where series = $1 order by year desc limit 1), 0) as last
       from invoices where series = $1 and year = extract(year from now() at time zone 'UTC')`,
      [series],
    );
    return rows[0];
  }
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const YEAR = new Date().getUTCFullYear();

describe('invoices', () => {
  let world: World;
  let papers: Papers;
  let admin: Client;
  beforeAll(async () => {
    const seller = {
      SELLER_NAME: 'Pots & Sons',
      SELLER_ADDRESS: '9 Kiln Lane| Stoke ',
      SELLER_TAX_ID: 'GB999',
    };
    world = await World.start({ settings: seller });
    papers = new Papers(world);
    admin = await world.admin();
  });
  afterAll(() => world.stop());

  async function paidOrder(quantity = 2, more: object = {}) {
    const customer = await world.customer();
    const productId = await world.product(9);
    await fillCart(customer, productId, quantity);
    const { orderId } = (await customer.post('/orders/create', paidBy('pm_card_visa', more))).body as {
      orderId: string;
    };
    return { customer, productId, orderId };
  }

  const attached = (mail: ParsedMail) =>
    mail.attachments.map(({ filename, contentType }) => [filename, contentType]);

  it('comes within moments of the payment, and is a PDF that says the whole order', async () => {
    const { customer, productId, orderId } = await paidOrder();
    const [invoice] = await papers.atLast(customer, orderId, 1);
    expect(invoice).toEqual({
      kind: 'invoice',
      number: expect.stringMatching(new RegExp(`^INV-${YEAR}-\\d{6}$`)),
      issuedAt: expect.any(String),
      amount: 139.57,
      currency: 'USD',
      refersTo: null,
      refundId: null,
      url: `${world.baseUrl}/orders/${orderId}/invoice`,
    });
    const answer = await customer.get(`/orders/${orderId}/invoice`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(answer.headers.get('content-disposition')).toBe(`inline; filename="${invoice!.number}.pdf"`);
    expect(answer.headers.get('content-length')).toBe(String(answer.bytes.length));
    const text = await textOf(answer.bytes);
    for (const words of [
      'Pots & Sons',
      '9 Kiln Lane',
      'Tax ID GB999',
      'Ada Customer',
      'New York, NY 10001',
      invoice!.number,
      orderId,
      `Product ${productId}`,
      '$59.99',
      '$119.98',
      '$9.60',
      '$139.57',
      'Paid in full',
    ])
      expect(text).toContain(words);
    const etag = answer.headers.get('etag')!;
    const again = await customer.get(`/orders/${orderId}/invoice`, { headers: { 'if-none-match': etag } });
    expect([again.status, again.bytes.length]).toEqual([304, 0]);
  });

  it('goes with the mail, and the timeline is the order’s alone', async () => {
    const { customer, orderId } = await paidOrder();
    const mail = await world.mail.mailFor(orderId, 'confirmed');
    const [invoice] = await papers.list(customer, orderId);
    expect(attached(mail)).toEqual([[`${invoice!.number}.pdf`, 'application/pdf']]);
    expect(await textOf(mail.attachments[0]!.content)).toContain('$139.57');
    const { timeline } = (await customer.get(`/orders/${orderId}`)).body;
    expect(timeline.at(-1).event).toBe('order.confirmed');
    const { rows } = await world.db.query(
      `select e.data, a.facts from events e join orders o on o.id = e.order_id join audit_log a on a.subject_id = e.data->>'number'
       where o.number = $1 and e.type = 'invoice.issued' and a.action = 'invoice.issued'`,
      [orderId],
    );
    const facts = { number: invoice!.number, amountMinor: 13957, currency: 'USD' };
    expect(rows).toEqual([
      { data: { ...facts, documentId: expect.any(String) }, facts: { ...facts, orderId } },
    ]);
  });

  it('is not there before the order is paid, and nobody else’s', async () => {
    const customer = await world.customer();
    await fillCart(customer, await world.product(2));
    const { orderId } = (await customer.post('/orders/create', { shippingAddress: ADDRESS })).body;
    const early = await customer.get(`/orders/${orderId}/invoice`);
    expect([early.status, early.body.code, early.body.orderStatus]).toEqual([
      404,
      'invoice_not_issued',
      'pending',
    ]);
    expect(early.headers.get('retry-after')).toBeNull();
    expect(await papers.list(customer, orderId)).toEqual([]);

    const paid = await paidOrder();
    const [invoice] = await papers.atLast(paid.customer, paid.orderId, 1);
    for (const path of ['documents', 'invoice', `credit-notes/${invoice!.number}`]) {
      const refused = await customer.get(`/orders/${paid.orderId}/${path}`);
      expect([refused.status, refused.body.code]).toEqual([404, 'order_not_found']);
    }
    expect(await papers.text(admin, invoice!)).toContain(paid.orderId);
    for (const number of [invoice!.number, `CN-${YEAR}-999999`, 'x']) {
      const unknown = await paid.customer.get(`/orders/${paid.orderId}/credit-notes/${number}`);
      expect([unknown.status, unknown.body.code]).toEqual([404, 'credit_note_not_found']);
    }
  });

  it('stays as it was when products, people and settings change, and refuses to be changed itself', async () => {
    const { customer, productId, orderId } = await paidOrder();
    const [invoice] = await papers.atLast(customer, orderId, 1);
    const before = (await customer.get(`/orders/${orderId}/invoice`)).bytes;
    await world.db.query(`update products set name = 'Another', price_minor = 1 where id = $1`, [productId]);
    await world.db.query(`update order_lines set product_name = 'Another' where product_id = $1`, [
      productId,
    ]);
    await world.db.query(`update orders set personal = '{}' where number = $1`, [orderId]);
    expect((await customer.get(`/orders/${orderId}/invoice`)).bytes.equals(before)).toBe(true);
    for (const change of [
      `update invoices set amount_minor = 1 where number = '${invoice!.number}'`,
      `delete from invoices where number = '${invoice!.number}'`,
      'update invoice_series set last_number = last_number + 2',
      'update invoice_series set last_number = last_number + 1',
      'delete from invoice_series',
    ])
      await expect(world.db.query(change)).rejects.toThrow(/insert-only|count up by one|for no document/);
    const { rows } = await world.db.query(`select document::text as said from invoices where number = $1`, [
      invoice!.number,
    ]);
    expect(rows[0].said).not.toMatch(/Ada|Main St|10001/);
  });

  it('a cancellation is credited in whole, once, and its note goes with the mail', async () => {
    const { customer, orderId } = await paidOrder();
    const cancelled = await customer.post(`/orders/${orderId}/cancel`);
    await customer.post(`/orders/${orderId}/cancel`);
    const [invoice, note] = await papers.atLast(customer, orderId, 2);
    expect(note).toMatchObject({
      kind: 'credit_note',
      number: expect.stringMatching(new RegExp(`^CN-${YEAR}-\\d{6}$`)),
      amount: 139.57,
      refersTo: invoice!.number,
      refundId: cancelled.body.refundId,
    });
    const text = (await papers.text(customer, note!)).replaceAll('\n', ' ');
    expect(text).toContain(`This credit note reduces invoice ${invoice!.number} of`);
    expect(text).toContain('by $139.57, all of it. The order was cancelled');
    expect(text).toContain('−$139.57');
    const mail = await world.mail.mailFor(orderId, 'have refunded $139.57');
    expect(attached(mail)).toEqual([[`${note!.number}.pdf`, 'application/pdf']]);
  });

  it('the mail of a cancellation does not wait for the note of its refund', async () => {
    const { customer, orderId } = await paidOrder();
    await papers.atLast(customer, orderId, 1);
    await world.gateway.fault({ operation: 'refunds.create', mode: 'reset_before', times: 100 });
    await customer.post(`/orders/${orderId}/cancel`);
    const mail = await world.mail.mailFor(orderId, 'cancelled');
    expect(mail.text).toContain('on its way');
    expect(attached(mail)).toEqual([]);
    await world.gateway.clearFaults();
    await world.db.query(`update refunds set next_check_at = now() where status = 'pending'`);
    expect((await papers.atLast(customer, orderId, 2))[1]).toMatchObject({ amount: 139.57 });
  });

  it('refunds by units and by amount are credited with their shares of tax, until nothing is left', async () => {
    const { customer, productId, orderId } = await paidOrder();
    const refund = (wish: object) =>
      admin.post(`/orders/${orderId}/refunds`, { ...wish, reason: 'Damaged' }, { key: crypto.randomUUID() });
    await papers.atLast(customer, orderId, 1);
    await refund({ lines: [{ productId, quantity: 1 }] });
    await papers.atLast(customer, orderId, 2);
    await refund({ amount: 10 });
    await papers.atLast(customer, orderId, 3);
    await refund({ amount: 59.78 });
    const [invoice, units, amount, rest] = await papers.atLast(customer, orderId, 4);
    expect([units!.amount, amount!.amount, rest!.amount]).toEqual([69.79, 10, 59.78]);
    expect(await papers.text(customer, units!)).toMatch(
      /Product prod_\w+ 1 \$59\.99 −\$59\.99[^]*Tax 8 % −\$4\.80/,
    );
    expect(await papers.text(customer, amount!)).toMatch(
      /Partial refund −\$10\.00[^]*Total credited −\$10\.00/,
    );
    const { rows } = await world.db.query(
      `select sum((t->>'taxMinor')::int)::int as tax, sum(n.amount_minor)::int as credited from invoices n
       join invoices i on i.id = n.refers_to, jsonb_array_elements(n.document->'taxes') t where i.number = $1`,
      [invoice!.number],
    );
    expect(rows).toEqual([{ tax: 960, credited: 13957 }]);
  });

  it('a refund that failed late and is tried again has one note', async () => {
    const customer = await world.customer();
    await fillCart(customer, await world.product(3));
    const { orderId } = (await customer.post('/orders/create', paidBy('pm_card_refundFail'))).body;
    const asked = await admin.post(
      `/orders/${orderId}/refunds`,
      { amount: 10, reason: 'Damaged' },
      { key: crypto.randomUUID() },
    );
    const { refundId } = asked.body.refunds[0];
    await papers.atLast(customer, orderId, 2);
    await eventually(async () => (await admin.get(`/orders/${orderId}`)).body.refunds[0].status === 'failed');
    await admin.post(
      `/orders/${orderId}/refunds`,
      { refundId, reason: 'Again' },
      { key: crypto.randomUUID() },
    );
    await eventually(async () => (await admin.get(`/orders/${orderId}`)).body.refunds.length === 2);
    const others = await paidOrder();
    await world.mail.mailFor(others.orderId, 'confirmed');
    expect(await papers.list(customer, orderId)).toHaveLength(2);
  });

  describe('money that comes when its order cannot take it', () => {
    /** A payment was declined, and its customer has the gateway's page open still. */
    async function declinedOrder() {
      const customer = await world.customer();
      await fillCart(customer, await world.product(3));
      const { orderId } = (await customer.post('/orders/create', paidBy('pm_card_visa_chargeDeclined'))).body;
      const [{ intent_id: intent } = { intent_id: null }] = await world.attemptsOf(orderId);
      const payAfterAll = () =>
        atTheGateway(world, `payment_intents/${intent}/confirm`, { payment_method: 'pm_card_visa' });
      const givenBack = () =>
        eventually(async () => {
          await hurry(world);
          const { refunds } = (await customer.get(`/orders/${orderId}`)).body;
          return refunds[0]?.status === 'succeeded';
        });
      return { customer, orderId, payAfterAll, givenBack };
    }

    it('is no reason for papers where the order was cancelled before', async () => {
      const { customer, orderId, payAfterAll, givenBack } = await declinedOrder();
      await customer.post(`/orders/${orderId}/cancel`);
      await payAfterAll();
      await givenBack();
      expect(attached(await world.mail.mailFor(orderId, 'cancelled'))).toEqual([]);
      expect(attached(await world.mail.mailFor(orderId, 'returning'))).toEqual([]);
      expect(await papers.list(customer, orderId)).toEqual([]);
    });

    it('is not credited where it was the second for its order', async () => {
      const { customer, orderId, payAfterAll, givenBack } = await declinedOrder();
      await customer.post('/payment/process', { orderId, paymentDetails: { token: 'pm_card_visa' } });
      await payAfterAll();
      await givenBack();
      expect(attached(await world.mail.mailFor(orderId, 'returning'))).toEqual([]);
      expect(await papers.list(customer, orderId)).toMatchObject([{ kind: 'invoice' }]);
    });
  });

  it('numbers have no gap where commits fail, and where workers are killed while they issue', async () => {
    // Whatever is written after the number fails now and then, as a full disk or a lost connection makes it.
    await world.db.query(`
      create function fails_now_and_then() returns trigger language plpgsql as $$
      begin
        if random() < 0.4 then raise exception 'planted'; end if;
        return new;
      end $$;
      create trigger planted before insert on audit_log for each row
        when (new.action = 'invoice.issued') execute function fails_now_and_then();`);
    const buyers = await world.guests(24);
    const productId = await world.product(100);
    const placing = Promise.all(
      buyers.map(async (buyer) => {
        await fillCart(buyer, productId);
        await buyer.post('/orders/create', paidBy('pm_card_visa'));
      }),
    );
    for (let kill = 0; kill < 3; kill++) {
      await eventually(async () => (await papers.numbers('INV')).last > kill * 4);
      await world.worker!.kill();
      await world.startWorker();
      await giveBackJobsOfTheDead(world);
    }
    await placing;
    await world.db.query('drop trigger planted on audit_log');
    const { rows } = await world.db.query<{ n: number }>(
      `select count(*)::int as n from events where type = 'order.confirmed'`,
    );
    const confirmed = rows[0]!.n;
    await eventually(
      async () => {
        await giveBackJobsOfTheDead(world);
        return (await papers.numbers('INV')).given.length === confirmed;
      },
      { withinMs: 25_000 },
    );
    expect(await papers.numbers('INV')).toEqual({ given: upTo(confirmed), last: confirmed });
  });

  it('numbers begin anew with each year', async () => {
    // All that was issued so far was issued a year ago.
    await world.db.query(`
      alter table invoices disable trigger user;
      alter table invoice_series disable trigger user;
      update invoice_series set year = year - 1, last_issued_at = last_issued_at - interval '1 year';
      update invoices set year = year - 1, issued_at = issued_at - interval '1 year',
        number = series || '-' || year - 1 || '-' || lpad(sequence::text, 6, '0');
      alter table invoices enable trigger user;
      alter table invoice_series enable trigger user;`);
    const { customer, orderId } = await paidOrder();
    expect(await papers.atLast(customer, orderId, 1)).toMatchObject([{ number: `INV-${YEAR}-000001` }]);
  });

  it('what no job has issued, a worker that starts does', async () => {
    const { customer, orderId } = await paidOrder();
    await papers.atLast(customer, orderId, 1);
    await world.worker!.stop();
    const late = await paidOrder();
    await late.customer.post(`/orders/${late.orderId}/cancel`);
    const waiting = await late.customer.get(`/orders/${late.orderId}/invoice`);
    expect([waiting.body.code, waiting.headers.get('retry-after')]).toEqual(['invoice_not_issued', '2']);
    await world.db.query(`delete from pgboss.job where name like 'handler.%' or name = 'events'`);
    await world.db.query('alter table events disable trigger user');
    await world.db.query(
      `update events set occurred_at = now() - interval '1 hour' where type = 'order.confirmed'`,
    );
    await world.db.query('alter table events enable trigger user');
    await world.startWorker();
    expect(await papers.atLast(late.customer, late.orderId, 2)).toMatchObject([
      { kind: 'invoice' },
      { kind: 'credit_note', amount: 139.57 },
    ]);
  });
});

describe('invoices of money that is promised', () => {
  let world: World;
  let papers: Papers;
  beforeAll(async () => {
    world = await World.start({ settings: { CAPTURE_AT: 'shipment' } });
    papers = new Papers(world);
  });
  afterAll(() => world.stop());

  it('say so, and what is let go is credited, with the mail where it is known by then', async () => {
    const [customer, admin] = [await world.customer(), await world.admin()];
    const productId = await world.product(9);
    await fillCart(customer, productId, 2);
    const { orderId } = (await customer.post('/orders/create', paidBy('pm_card_visa'))).body;
    const [invoice] = await papers.atLast(customer, orderId, 1);
    expect(await papers.text(customer, invoice!)).toContain('taken when your items are shipped');
    await admin.post(`/orders/${orderId}/prepare`);
    await admin.post(`/orders/${orderId}/ship`, {
      carrier: 'UPS',
      trackingNumber: '1Z1',
      items: [{ productId, quantity: 1 }],
    });
    await customer.post(`/orders/${orderId}/cancel`);
    const [, ...notes] = await papers.atLast(customer, orderId, 3);
    expect(notes.map(({ amount, refundId }) => [amount, refundId !== null]).toSorted()).toEqual(
      [
        [69.79, true],
        [69.78, false],
      ].toSorted(),
    );
    const released = notes.find(({ refundId }) => refundId === null)!;
    expect((await papers.text(customer, released)).replaceAll('\n', ' ')).toContain(
      'promised and never taken, so there is nothing to send back',
    );
  });

  it('and everything adds up', () => expectInvariants(world));
});
