import { readFileSync } from 'node:fs';
import { Drift, type Placed } from '../support/drift.js';
import type { Ended } from '../support/processes.js';
import { World } from '../support/world.js';

type About = readonly [kind: string, id: string];

type Plant = (drift: Drift, world: World) => Promise<About>;

async function delivered(drift: Drift, world: World): Promise<Placed> {
  const order = await drift.paid();
  await drift.ship(order);
  await (await world.admin()).post(`/orders/${order.number}/deliver`);
  return order;
}

/** Drifts of each kind, over orders of their own; each answers with what has to be told about. */
const PLANTED: readonly (readonly [check: string, what: string, plant: Plant])[] = [
  [
    'stock_below_its_holds',
    'fewer units are on hand than are held',
    async (drift) => {
      const { productId } = await drift.order();
      await drift.sql('alter table stock drop constraint held_is_on_hand');
      await drift.counted(productId, 1);
      return ['product', productId];
    },
  ],
  [
    'stock_differs_from_its_ledger',
    'somebody has written past the ledger of stock',
    async (drift) => {
      const { productId } = await drift.paid();
      await drift.sql('update stock set held = held + 1 where product_id = $1', [productId]);
      return ['product', productId];
    },
  ],
  [
    'order_units_differ_from_the_ledger',
    'units are taken for an order twice',
    async (drift) => {
      const order = await drift.paid();
      await drift.move(order, 'sold', -2, 0);
      return ['order', order.number];
    },
  ],
  [
    'more_returned_than_sent',
    'more is announced than the order has',
    async (drift, world) => {
      const order = await delivered(drift, world);
      await drift.return(order, 'approved', 3);
      return ['order', order.number];
    },
  ],
  [
    'return_not_refunded',
    'goods come back and their money does not',
    async (drift, world) => {
      const order = await delivered(drift, world);
      await drift.return(order, 'received', 1);
      await drift.move(order, 'returned', 1, 0);
      return ['order', order.number];
    },
  ],
  [
    'hold_without_need',
    'an order keeps its hold after its payment was declined',
    async (drift) => {
      const order = await drift.order('pm_card_visa_chargeDeclined');
      await drift.sql(`update orders set hold = 'held' where id = $1`, [order.id]);
      await drift.move(order, 'held', 0, 2);
      return ['order', order.number];
    },
  ],
  [
    'sold_units_not_taken',
    'units of a paid order are released',
    async (drift) => {
      const order = await drift.paid();
      await drift.sql(`update orders set hold = 'released' where id = $1`, [order.id]);
      await drift.move(order, 'returned', 2, 0);
      return ['order', order.number];
    },
  ],
  [
    'order_outlived_its_window',
    'an order that nobody paid is not ended',
    async (drift) => {
      const { number, id } = await drift.order();
      await drift.sql(`update orders set expires_at = now() - interval '1 hour' where id = $1`, [id]);
      return ['order', number];
    },
  ],
  [
    'confirmed_without_payment',
    'an order comes to more than was paid',
    async (drift) => {
      const { number, id } = await drift.paid();
      await drift.sql(
        'update orders set shipping_minor = shipping_minor + 1, grand_total_minor = grand_total_minor + 1 where id = $1',
        [id],
      );
      return ['order', number];
    },
  ],
  [
    'money_kept',
    'a cancelled order has no refund',
    async (drift) => {
      const order = await drift.paid();
      await drift.cancelWithoutMoney(order);
      return ['attempt', order.attempt.id];
    },
  ],
  [
    'promise_kept',
    'a cancelled order keeps its authorisation',
    async (drift) => {
      const order = await drift.paidHereOnly('authorized');
      await drift.cancelWithoutMoney(order);
      return ['attempt', order.attempt.id];
    },
  ],
  [
    'payment_status_disagrees',
    'a paid order looks refunded',
    async (drift) => {
      const { number, id } = await drift.paid();
      await drift.sql(`update orders set payment_status = 'refunded' where id = $1`, [id]);
      return ['order', number];
    },
  ],
  [
    'totals_differ',
    'an order pays another tax than its rates say',
    async (drift) => {
      const { number, id } = await drift.order();
      await drift.sql(
        'update orders set tax_minor = tax_minor + 1, grand_total_minor = grand_total_minor + 1 where id = $1',
        [id],
      );
      return ['order', number];
    },
  ],
  [
    'totals_differ',
    'a fee of an order is in none of its figures',
    async (drift) => {
      const { number, id } = await drift.order();
      await drift.sql(
        `insert into order_adjustments (order_id, line_no, customer_id, kind, label, amount_minor)
         select id, 1, customer_id, 'fee', 'x', 100 from orders where id = $1`,
        [id],
      );
      return ['order', number];
    },
  ],
  [
    'attempt_unattended',
    'a payment is never asked about again',
    async (drift) => {
      const { attempt } = await drift.order('pm_card_authenticationRequired');
      await drift.sql('update payment_attempts set next_check_at = null where id = $1', [attempt.id]);
      return ['attempt', attempt.id];
    },
  ],
  [
    'attempt_undecided_for_a_day',
    'a payment is in doubt for two days',
    async (drift) => {
      const { id, attempt } = await drift.order('pm_card_authenticationRequired');
      await drift.sql(
        `update payment_attempts set status = 'unknown', deadline_at = now() - interval '2 days',
           next_check_at = now() + interval '5 minutes' where id = $1`,
        [attempt.id],
      );
      await drift.sql(`update orders set payment_status = 'unknown' where id = $1`, [id]);
      return ['attempt', attempt.id];
    },
  ],
  [
    'refund_stuck',
    'a refund is never sent',
    async (drift) => {
      return ['refund', (await drift.refund(await drift.paid(), 'pending', 500)).publicId];
    },
  ],
  [
    'failed_refund_untold',
    'a refund fails and nobody hears of it',
    async (drift) => {
      return ['refund', (await drift.refund(await drift.paid(), 'failed', 500)).publicId];
    },
  ],
  [
    'capture_stuck',
    'a capture is never sent',
    async (drift) => {
      return ['capture', await drift.capture(await drift.paidHereOnly('authorized'), 'pending')];
    },
  ],
  [
    'failed_capture_untold',
    'a capture fails and nobody hears of it',
    async (drift) => {
      const order = await drift.paidHereOnly('authorized');
      await drift.sql(`update orders set payment_status = 'failed' where id = $1`, [order.id]);
      return ['capture', await drift.capture(order, 'failed')];
    },
  ],
  [
    'figures_disagree',
    'a row of the ledger is missing',
    async (drift) => {
      const order = await drift.paid();
      await drift.ledger('delete from ledger_transfers', order, 'captured');
      return ['attempt', order.attempt.id];
    },
  ],
  [
    'figures_disagree',
    'more is refunded than was taken',
    async (drift) => {
      const order = await drift.paid();
      const { id } = await drift.refund(order, 'pending', 500);
      await drift.sql('alter table refunds disable trigger user');
      await drift.sql(`update refunds set amount_minor = 99999, gateway_refund_id = 're_1' where id = $1`, [
        id,
      ]);
      await drift.sql(`update refunds set next_check_at = now() + interval '1 hour' where id = $1`, [id]);
      return ['attempt', order.attempt.id];
    },
  ],
  [
    'transfer_without_cause',
    'the ledger has a row too many',
    async (drift) => {
      const order = await drift.paid();
      const sides = ['customer', 'gateway:stripe'];
      return ['transfer', await drift.transfer(order, 'refunded', sides, 500, crypto.randomUUID())];
    },
  ],
  [
    'transfer_between_wrong_accounts',
    'money is booked at another gateway',
    async (drift) => {
      const elsewhere = `update ledger_transfers set debit_account = 'gateway:paypal'`;
      return ['transfer', await drift.ledger(elsewhere, await drift.paid(), 'captured')];
    },
  ],
  [
    'status_without_event',
    'an order is said to be shipped, and is not',
    async (drift) => {
      const order = await drift.paid();
      await drift.event(order, 'order.shipped', 'shipped');
      return ['order', order.number];
    },
  ],
  [
    'status_differs_from_parcels',
    'an order is moved by hand, and nothing has left',
    async (drift) => {
      const order = await drift.paid();
      await drift.sql(`update orders set status = 'shipped' where id = $1`, [order.id]);
      await drift.event(order, 'order.shipped', 'shipped');
      return ['order', order.number];
    },
  ],
  [
    'more_shipped_than_ordered',
    'a parcel is filled twice',
    async (drift) => {
      const order = await drift.paid();
      await drift.ship(order);
      await drift.sql(`update parcel_lines set quantity = quantity + 1 where order_id = $1`, [order.id]);
      return ['order', order.number];
    },
  ],
  [
    'event_told_twice',
    'an order is confirmed twice',
    async (drift) => {
      const order = await drift.paid();
      await drift.event(order, 'order.confirmed', 'confirmed');
      return ['order', order.number];
    },
  ],
  [
    'capture_not_ours',
    'money is taken for an attempt that is lost',
    async (drift) => {
      return ['movement', (await drift.charge({ attempt_id: crypto.randomUUID() })).movement];
    },
  ],
  [
    'capture_not_here',
    'money is taken for a declined attempt',
    async (drift) => {
      const { attempt } = await drift.order('pm_card_visa_chargeDeclined');
      await drift.charge({ attempt_id: attempt.id });
      return ['attempt', attempt.id];
    },
  ],
  [
    'capture_not_there',
    'an order is paid that the gateway knows nothing of',
    async (drift) => {
      return ['attempt', (await drift.paidHereOnly('paid')).attempt.id];
    },
  ],
  [
    'captured_amount_differs',
    'a payment is taken twice',
    async (drift) => {
      const { attempt } = await drift.paid();
      await drift.charge({ attempt_id: attempt.id });
      return ['attempt', attempt.id];
    },
  ],
  [
    'dispute_differs',
    'a dispute is not heard of',
    async (drift, world) => {
      const { attempt } = await drift.paid();
      await world.gateway.act(`intents/${attempt.intent_id}/dispute`);
      return ['attempt', attempt.id];
    },
  ],
  [
    'fee_differs',
    'a fee is not booked',
    async (drift) => {
      const order = await drift.paid();
      await drift.ledger('delete from ledger_transfers', order, 'fee');
      return ['attempt', order.attempt.id];
    },
  ],
  [
    'refund_not_ours',
    'somebody refunds at the gateway',
    async (drift) => {
      const { attempt } = await drift.paid();
      const refund = await drift.atGateway('refunds', { payment_intent: attempt.intent_id, amount: '500' });
      return ['movement', refund.balance_transaction];
    },
  ],
  [
    'refund_not_there',
    'a refund is done here alone',
    async (drift) => {
      return ['refund', (await drift.refund(await drift.paid(), 'succeeded', 500)).publicId];
    },
  ],
  [
    'refund_failed_there',
    'a refund comes back and is not heard of',
    async (drift) => {
      const order = await drift.order('pm_card_refundFail');
      const { id, publicId } = await drift.refund(order, 'succeeded', 500);
      await drift.atGateway('refunds', {
        payment_intent: order.attempt.intent_id,
        amount: '500',
        'metadata[refund_id]': id,
      });
      await drift.failedRefunds(1);
      return ['refund', publicId];
    },
  ],
  [
    'refund_given_there',
    'a refund that failed here arrives',
    async (drift) => {
      const order = await drift.paid();
      const { id, publicId } = await drift.refund(order, 'failed', 500);
      await drift.sql(
        `insert into interventions (id, kind, subject_id, order_id, remedy, facts)
         values (gen_random_uuid(), 'refund_failed', $1, $2, '', '{}')`,
        [id, order.id],
      );
      await drift.atGateway('refunds', {
        payment_intent: order.attempt.intent_id,
        amount: '500',
        'metadata[refund_id]': id,
      });
      return ['refund', publicId];
    },
  ],
  [
    'refunded_amount_differs',
    'another amount is refunded',
    async (drift) => {
      const order = await drift.paid();
      const { id, publicId } = await drift.refund(order, 'succeeded', 500);
      await drift.atGateway('refunds', {
        payment_intent: order.attempt.intent_id,
        amount: '300',
        'metadata[refund_id]': id,
      });
      return ['refund', publicId];
    },
  ],
  [
    'document_missing',
    'an order that was confirmed has no invoice',
    async (drift) => {
      const { number, id } = await drift.paid();
      drift.lacksPapers.add(id);
      return ['order', number];
    },
  ],
  [
    'number_missing',
    'an invoice is taken out',
    async (drift) => {
      await drift.papers();
      await drift.sql(`insert into invoice_series values ('INV', 2001, 1, '2001-05-05')`);
      return ['series', 'INV-2001'];
    },
  ],
  [
    'credited_above_invoice',
    'an invoice is credited twice',
    async (drift) => {
      const { number, id } = await drift.paid();
      await drift.papers();
      await drift.credit(id, 'grand_total_minor * 2');
      return ['order', number];
    },
  ],
];

interface Line {
  readonly type: string;
  readonly check: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly orderId: string | null;
  readonly remedy: string;
}

const linesOf = ({ stdout }: Ended): Line[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

describe('verify, where something is wrong', () => {
  let world: World;
  let told: Ended;
  const about = new Map<string, About>();
  const breaks = () => linesOf(told).filter(({ type }) => type === 'break');

  beforeAll(async () => {
    // Nobody repairs what is planted, and nobody hears what the gateway tells.
    world = await World.start({ worker: false });
    const drift = new Drift(world);
    await drift.sql('alter table ledger_transfers disable trigger user');
    for (const [, what, plant] of PLANTED) about.set(what, await plant(drift, world));
    await drift.papers();
    told = await world.verify('--json', '--grace', '0');
  }, 60_000);
  afterAll(() => world.stop());

  it('plants a drift for every break of the operator’s table', () => {
    const table = /<!-- generated: checks -->(.*)<!-- end/s.exec(
      readFileSync('docs/operations.md', 'utf8'),
    )![1]!;
    const names = [...table.matchAll(/^\| `(\w+)`/gm)].map((match) => match[1]);
    const planted = new Set(PLANTED.map(([check]) => check));
    expect(names.toSorted()).toEqual([...planted].toSorted());
  });

  it.each(PLANTED)('tells %s once where %s', (check, what) => {
    const [kind, id] = about.get(what)!;
    const found = breaks().filter(({ subject }) => subject.id === id);
    expect(found).toMatchObject([{ check, subject: { kind }, remedy: expect.stringMatching(/^[A-Z].+\.$/) }]);
    const isOfNoOrder = kind === 'product' || kind === 'series' || check === 'capture_not_ours';
    expect(found[0]!.orderId === null).toBe(isOfNoOrder);
  });

  it('and tells nothing else, and ends with 1', () => {
    expect(
      breaks()
        .map(({ check }) => check)
        .toSorted(),
    ).toEqual(PLANTED.map(([check]) => check).toSorted());
    expect(told.code).toBe(1);
    expect(linesOf(told).at(-1)).toMatchObject({ type: 'end', breaks: about.size });
  });

  it('says the same in words, every time', async () => {
    const [first, second] = [await world.verify('--grace', '0'), await world.verify('--grace', '0')];
    expect(second).toEqual(first);
    for (const { check, subject, remedy } of breaks()) {
      expect(first.stdout).toContain(`(${check}`);
      expect(first.stdout.split(`${subject.kind} ${subject.id}`)).toHaveLength(2);
      expect(first.stdout.split(remedy)).toHaveLength(2);
    }
  });

  it('leaves alone what has just moved: a webhook may be on its way', async () => {
    const patient = linesOf(await world.verify('--json')).map(({ check }) => check);
    expect(patient).not.toContain('dispute_differs');
    expect(patient).toContain('figures_disagree');
  });
});
