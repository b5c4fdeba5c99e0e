import { booksOf } from '../support/move-effects.js';
import { MovedOrders } from '../support/moved-orders.js';
import { OpenPanel, STARTING_MS } from '../support/open-panel.js';
import { PanelDialog } from '../support/panel-dialog.js';
import { memberOf, type Role } from '../support/staff.js';
import type { World } from '../support/world.js';

const REASON = 'Arrived with a crack';
/** Of orders of some 265 USD: above 50 a second person is needed, above 100 finance may give nothing back. */
const LIMITS = { REFUND_SECOND_PERSON_ABOVE: 'USD:50', FINANCE_REFUND_LIMIT: 'USD:100' };

describe('how much somebody may give back at the panel', () => {
  let world: World;
  let panel: OpenPanel;
  let orders: MovedOrders;

  beforeAll(async () => {
    panel = await OpenPanel.start({ worker: false, panelSettings: LIMITS, browser: false });
    ({ world } = panel);
    orders = await MovedOrders.of(world);
  }, STARTING_MS);
  afterAll(() => panel?.stop());

  const open = async (by: Role, action: string, recordId: string) =>
    PanelDialog.open(await panel.clientOf(by), action, recordId);
  const money = async (orderId: string) => {
    const { rows } = await world.db.query(
      'select r.id from refunds r join orders o on o.id = r.order_id where o.number = $1',
      [orderId],
    );
    return rows;
  };
  const proposalsOf = async (orderId: string) => {
    const { rows } = await world.db.query(
      `select p.status, p.amount_minor::int as amount, p.decided_reason as reason, p.decided_by as "by"
       from refund_proposals p join orders o on o.id = p.order_id where o.number = $1`,
      [orderId],
    );
    return rows;
  };
  async function proposed(orderId: string): Promise<string> {
    const dialog = await open('finance', 'refund-order', orderId);
    const shown = await dialog.type({ amount: '60' });
    expect(shown.effects).toContainEqual({ label: 'First', value: expect.stringContaining('proposed') });
    expect(await dialog.send(REASON)).toMatchObject({ status: 200 });
    const { rows } = await world.db.query<{ id: string }>(
      `select facts ->> 'proposalId' as id from audit_log where subject_id = $1 and facts ? 'proposalId'
       order by occurred_at desc limit 1`,
      [orderId],
    );
    return rows[0]!.id;
  }

  it('finance gives back up to its limit; above it nothing happens, and it is said why', async () => {
    const { orderId } = await orders.placed();
    const dialog = await open('finance', 'refund-order', orderId);

    const shown = await dialog.type({ amount: '100.01' });
    expect(shown).toMatchObject({ isAllowed: false, refusal: expect.stringContaining('$100.00') });
    expect(await dialog.send(REASON)).toMatchObject({ status: 409, body: { text: shown.refusal } });
    expect([await money(orderId), await proposalsOf(orderId)]).toEqual([[], []]);

    expect(await dialog.type({ amount: '49.99' })).toMatchObject({ isAllowed: true });
    expect(await dialog.send(REASON)).toMatchObject({ status: 200 });
    expect(await money(orderId)).toHaveLength(1);
  });

  it('what goes back in all counts, not what goes back at once', async () => {
    const { orderId } = await orders.placed();
    const first = await open('finance', 'refund-order', orderId);
    await first.type({ amount: '50' });
    expect(await first.send(REASON)).toMatchObject({ status: 200 });

    const second = await open('finance', 'refund-order', orderId);
    expect(await second.type({ amount: '50.01' })).toMatchObject({ isAllowed: false });
    expect(await second.send(REASON)).toMatchObject({ status: 409 });
    expect(await money(orderId)).toHaveLength(1);
  });

  it('a second person rejects: nothing goes back, with the reason, and it is decided once', async () => {
    const { orderId } = await orders.placed();
    const proposalId = await proposed(orderId);
    const before = await booksOf(world, orderId);
    const dialog = await open('admin', 'reject-refund', proposalId);
    expect(dialog.preview).toMatchObject({ isAllowed: true });
    expect(dialog.preview.effects).toContainEqual({
      label: 'Then',
      value: expect.stringContaining('$60.00'),
    });

    expect(await dialog.send('The photographs show none')).toMatchObject({ status: 200 });

    expect(await booksOf(world, orderId)).toEqual(before);
    expect(await proposalsOf(orderId)).toEqual([
      {
        status: 'rejected',
        amount: 6_000,
        reason: 'The photographs show none',
        by: await memberOf(world.db, 'admin'),
      },
    ]);
    const late = await open('admin', 'approve-refund', proposalId);
    expect(late.preview).toMatchObject({ isAllowed: false, refusal: expect.stringContaining('rejected') });
    expect(await late.send('After all')).toMatchObject({ status: 409 });
    expect(await money(orderId)).toEqual([]);
  });

  it('whoever proposed it does not agree to it', async () => {
    const { orderId } = await orders.placed();
    const dialog = await open('finance', 'approve-refund', await proposed(orderId));
    expect(dialog.preview).toMatchObject({ isAllowed: false });
    expect(await dialog.send(REASON)).toMatchObject({ status: 409 });
    expect([await money(orderId), await proposalsOf(orderId)]).toMatchObject([[], [{ status: 'open' }]]);
  });
});
