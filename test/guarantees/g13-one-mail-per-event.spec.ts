import { eventually, eventuallyNone } from '../support/eventually.js';
import { expectInvariants } from '../support/invariants.js';
import { MAILS_DUE } from '../support/mails-due.js';
import { LIMIT_MS, size } from '../support/sizes.js';
import { paidBy, World } from '../support/world.js';

const ORDERS = size({ short: 40, full: 1_500 });
const BUYERS = 6;
/** One in so many asks for more than there is: its commit is taken back. */
const SHORT_EVERY = 5;
/** So many mails have met a refusal, or nothing is proven. */
const REFUSED_AT_LEAST = 5;

describe('G13: a mail if and only if its event is committed, one message for one event', () => {
  let world: World;
  let productId: string;
  let scarce: string;
  beforeAll(async () => {
    world = await World.start({ settings: { MAX_PENDING_ORDERS: '100000' } });
    productId = await world.product(10 * ORDERS);
    scarce = await world.product(1);
  });
  afterAll(() => world.stop());

  /** Events that have to have a mail, by the Message-ID that is made from each. */
  const due = async (): Promise<string[]> =>
    (
      await world.db.query<{ id: string }>(`select event_id || '.' || template as id from (${MAILS_DUE}) due`)
    ).rows.map(({ id }) => `<${id}@settle.example>`);

  const refused = async (): Promise<number> =>
    (await world.db.query('select count(*)::int as n from mails where last_error is not null')).rows[0].n;
  const soon = (ask: () => boolean | Promise<boolean>) => eventually(ask, { withinMs: LIMIT_MS });

  async function buy(orders: number): Promise<void> {
    const guests = await world.guests(BUYERS);
    await Promise.all(
      guests.map(async (guest, buyer) => {
        for (let order = buyer; order < orders; order += BUYERS) {
          const quantity = order % SHORT_EVERY === 0 ? 999 : 1;
          const token = order % 3 === 0 ? 'pm_card_chargeDeclined' : 'pm_card_visa';
          const body = paidBy(token, {
            items: [{ productId: quantity === 1 ? productId : scarce, quantity }],
          });
          const placed = await guest.post('/orders/create', body, { key: crypto.randomUUID() });
          if (order % 4 === 1 && placed.status === 201)
            await guest.post(`/orders/${placed.body.orderId}/cancel`);
        }
      }),
    );
  }

  it(
    `through ${ORDERS} orders, while the server refuses and loses answers and the worker is killed`,
    async () => {
      let recipients = 0;
      world.mail.behave({ recipient: () => (++recipients % 3 === 0 ? 450 : undefined) });
      const ordering = buy(ORDERS);
      await soon(() => world.mail.connections > 0);
      await world.worker!.kill();
      await world.startWorker();
      await ordering;
      await soon(async () => (await refused()) >= REFUSED_AT_LEAST);
      const before = world.mail.mails.length;
      world.mail.behave({ message: 'lose' });
      await buy(BUYERS);
      await soon(() => world.mail.mails.length > before);
      world.mail.behave();

      await eventuallyNone(
        async () => {
          await world.db.query(
            `update pgboss.job set start_after = now() where state = 'retry' and start_after > now()`,
          );
          const arrived = new Set(world.mail.mails.map(({ messageId }) => messageId));
          return (await due()).filter((id) => !arrived.has(id));
        },
        { withinMs: LIMIT_MS },
      );
      const wanted = new Set(await due());
      const arrived = world.mail.mails.map(({ messageId }) => messageId!);
      expect([...new Set(arrived)].filter((id) => !wanted.has(id))).toEqual([]);
      expect(new Set(arrived).size).toBe(wanted.size);
      // One message for one event, but for those whose answer was lost: their rows were tried again.
      const { rows } = await world.db.query<{ id: string; tries: number }>(
        'select message_id as id, tries from mails',
      );
      const triesOf = new Map(rows.map(({ id, tries }) => [id, tries]));
      for (const id of wanted) {
        const copies = arrived.filter((each) => each === id).length;
        expect({ id, tooMany: copies > Math.max(1, triesOf.get(id)!) }).toEqual({ id, tooMany: false });
      }
    },
    2 * LIMIT_MS,
  );

  it('and everything adds up', () => expectInvariants(world), LIMIT_MS);
});
