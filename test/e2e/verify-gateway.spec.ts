import { setTimeout as sleep } from 'node:timers/promises';
import { Drift } from '../support/drift.js';
import { type Ended, runAndTell, testEnvironment } from '../support/processes.js';
import { World } from '../support/world.js';

const endOf = ({ stdout }: Pick<Ended, 'stdout'>): { breaks: number; checked: Record<string, number> } =>
  JSON.parse(stdout.trim().split('\n').at(-1)!) as ReturnType<typeof endOf>;

describe('verify and the books of a gateway', () => {
  let world: World;
  let drift: Drift;
  beforeAll(async () => {
    world = await World.start({ worker: false });
    drift = new Drift(world);
    await drift.paid();
    await drift.papers();
  });
  afterAll(() => world.stop());

  it('counts what carries no reference of ours, however many pages there are of it', async () => {
    for (let i = 0; i < 120; i++) await drift.charge();
    const { code, stdout } = await world.verify('--json', '--grace', '0');
    expect(endOf({ stdout })).toMatchObject({
      breaks: 0,
      checked: { 'stripe movements': 121, 'foreign stripe movements': 120 },
    });
    expect(code).toBe(0);
  });

  it('is content once money that strayed was given back there, as the remedy says', async () => {
    const declined = await drift.order('pm_card_visa_chargeDeclined');
    const paid = await drift.paid();
    const strays = [
      await drift.charge({ attempt_id: crypto.randomUUID() }),
      await drift.charge({ attempt_id: declined.attempt.id }),
      await drift.charge({ attempt_id: paid.attempt.id }),
    ];
    await drift.papers();
    expect(endOf(await world.verify('--json', '--grace', '0')).breaks).toBe(3);
    for (const { intent } of strays) await drift.atGateway('refunds', { payment_intent: intent });
    const { code, stdout } = await world.verify('--json', '--grace', '0');
    expect([code, endOf({ stdout }).breaks]).toEqual([0, 0]);
  });

  it('reads them as far back as it is told to', async () => {
    await sleep(1_500);
    const oneSecond = String(1 / 86_400);
    expect(endOf(await world.verify('--json', '--since', oneSecond)).checked).toMatchObject({
      'stripe movements': 0,
    });
  });

  it('takes an answer that says nothing for no answer, not for empty books', async () => {
    await world.gateway.fault({
      operation: 'balance_transactions.list',
      mode: 'status',
      status: 503,
      body: '{}',
    });
    const { code, stdout } = await world.verify('--grace', '0');
    expect(stdout).toContain('Not checked: the books of stripe: odd_answer');
    expect(code).toBe(2);
    await world.gateway.clearFaults();
  });

  it('compares nothing where it could read a part of them only', async () => {
    await world.gateway.fault({
      operation: 'balance_transactions.list',
      mode: 'delay',
      delayMs: 0,
      times: 1,
    });
    await world.gateway.fault({
      operation: 'balance_transactions.list',
      mode: 'status',
      status: 500,
      times: null,
    });
    const { code, stdout } = await world.verify('--json', '--grace', '0');
    expect(endOf({ stdout })).toMatchObject({ breaks: 0 });
    expect(code).toBe(2);
    await world.gateway.clearFaults();
  });

  it('says that a gateway is down, checks all the rest, and ends with 2', async () => {
    await world.gateway.kill();
    const words = await world.verify();
    expect(words.stdout).toMatch(
      /^Not checked: the books of stripe: connection_error\n\nNo break in 3 orders/,
    );
    expect(words.code).toBe(2);
    const { stdout } = await world.verify('--json');
    expect(JSON.parse(stdout.split('\n')[0]!)).toEqual({
      type: 'not_checked',
      part: 'the books of stripe',
      why: 'connection_error',
    });
    await world.gateway.comeBack();
  });

  it('says so where payments were made at a gateway that is not set up here', async () => {
    const order = await drift.order();
    await drift.sql(
      `insert into payment_attempts (id, order_id, customer_id, gateway, method, amount_minor, currency, status,
         captured_minor, refunded_minor, failure_reason, deadline_at, settled_at)
       select gen_random_uuid(), id, customer_id, 'klarna', 'credit_card', grand_total_minor, currency, 'failed', 0, 0,
         'card_declined', now(), now() from orders where id = $1`,
      [order.id],
    );
    await drift.sql(`update orders set payment_status = 'failed', hold = 'released' where id = $1`, [
      order.id,
    ]);
    await drift.move(order, 'released', 0, -2);
    const { code, stdout } = await world.verify();
    expect(stdout).toMatch(/^Not checked: the books of klarna: .+\n\nNo break/);
    expect(code).toBe(2);
  });

  it('says that the database is down, and ends with 2', async () => {
    const nowhere = testEnvironment({ databaseUrl: 'postgres://settle@127.0.0.1:9/settle' });
    const { code, stdout } = await runAndTell(['verify'], nowhere);
    expect(stdout).toBe('Not checked: anything: the database does not answer\n\n');
    expect(code).toBe(2);
  });

  it.each(['--since 0', '--grace soon', '--fast', 'api'])('does not guess what %s means', async (options) => {
    const { code, stdout, stderr } = await world.verify(...options.split(' '));
    expect(stderr).toMatch(/^Use: verify \[--since <days>\].*\n$/);
    expect([code, stdout]).toEqual([2, '']);
  });
});
