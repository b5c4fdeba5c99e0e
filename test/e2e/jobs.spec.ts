import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/eventually.js';
import { hasEnded } from '../support/processes.js';
import { deliver, eventAbout, resultsOf } from '../support/webhooks.js';
import { fillCart, paidBy, World } from '../support/world.js';

const METRICS_TOKEN = 'a-token-of-a-monitor';

describe('the queues', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ settings: { METRICS_TOKEN, GATEWAY_BREAKER_SECONDS: '0.2' } });
  });
  afterAll(() => world.stop());

  /** Backends of the worker that hear of jobs. */
  const listeners = async (): Promise<number[]> => {
    const { rows } = await world.db.query(
      `select pid from pg_stat_activity where application_name = 'settle-listener' and datname = current_database()`,
    );
    return rows.map(({ pid }) => pid as number);
  };
  const openNeeds = async () => {
    const { rows } = await world.db.query(
      `select kind, subject_id, remedy, facts from interventions where kind = 'job_dead' and closed_at is null`,
    );
    return rows;
  };
  const metrics = async (authorization?: string) => {
    const headers = authorization === undefined ? {} : { authorization };
    const response = await fetch(`${world.baseUrl}/metrics`, { headers });
    return { status: response.status, text: await response.text() };
  };
  async function mailOfAnOrder(): Promise<string> {
    const customer = await world.customer();
    await fillCart(customer, await world.product(5));
    const { body } = await customer.post('/orders/create', paidBy('pm_card_visa'));
    return (await world.mail.mailFor(body.orderId, 'confirmed')).subject!;
  }

  it('are heard of again after the connection was lost', async () => {
    for (let time = 0; time < 3; time++) {
      const [before] = await eventually(async () => {
        const found = await listeners();
        return found.length === 1 && found;
      });
      await world.db.query('select pg_terminate_backend($1)', [before]);
      await eventually(async () => {
        const [now] = await listeners();
        return now !== undefined && now !== before;
      });
    }
    expect(hasEnded(world.worker!)).toBe(false);
    expect(await mailOfAnOrder()).toContain('confirmed');
  });

  it('tell a person of a job that was tried in vain, and take it up again when told to', async () => {
    await world.gateway.running.kill();
    const { id, payload } = eventAbout({ id: 'pi_of_a_gateway_that_is_down', object: 'payment_intent' });
    expect((await deliver(world, payload)).status).toBe(200);
    const lastTry = `update pgboss.job set retry_limit = retry_count, start_after = now() where name = 'webhooks' and state = 'retry'`;
    await eventually(async () => (await world.db.query(lastTry)).rowCount === 1);
    const [need] = await eventually(
      async () => {
        const found = await openNeeds();
        return found.length > 0 && found;
      },
      { withinMs: 20_000 },
    );
    expect(need).toMatchObject({
      remedy: expect.stringContaining('npm run jobs -- retry'),
      facts: { queue: 'webhooks', error: expect.stringContaining('cannot be asked') },
    });
    expect((await metrics(`Bearer ${METRICS_TOKEN}`)).text).toContain(
      'settle_jobs_dead{queue="webhooks"} 1\n',
    );
    expect((await world.run('jobs')).stdout).toMatch(/^webhooks +0 +0 +0 +1$/m);

    world.gateway.running = await world.gateway.restart();
    expect((await world.run('jobs', 'retry')).stdout).toBe('1 jobs are tried anew.\n');
    expect(await resultsOf(world, [id], 20_000)).toEqual(['ignored']);
    await eventually(async () => (await openNeeds()).length === 0, { withinMs: 15_000 });
    expect((await metrics(`Bearer ${METRICS_TOKEN}`)).text).toContain(
      'settle_jobs_dead{queue="webhooks"} 0\n',
    );
  });

  it('are shown to the monitor, and to nobody else', async () => {
    const { status, text } = await metrics(`Bearer ${METRICS_TOKEN}`);
    expect(status).toBe(200);
    expect(text).toContain('# TYPE settle_jobs_waiting gauge\nsettle_jobs_waiting{queue="');
    expect(text).toMatch(/^settle_jobs_oldest_seconds\{queue="events"\} [\d.]+$/m);
    for (const other of [undefined, 'Bearer another-token-of-somebody', `Basic ${METRICS_TOKEN}`])
      expect((await metrics(other)).status).toBe(401);
    const { baseUrl, running } = await world.startAnotherApi({ METRICS_TOKEN: '' });
    expect((await fetch(`${baseUrl}/metrics`)).status).toBe(404);
    await running.stop();
  });

  it('refuse a word that they do not know', async () => {
    expect(await world.run('jobs', 'forget')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Use: jobs'),
    });
  });

  it('are worked off without a connection past a pooler, by looking', async () => {
    await world.worker!.stop();
    world.worker = undefined;
    await world.startWorker({ DATABASE_DIRECT_URL: '' });
    await sleep(1_200);
    expect(await listeners()).toEqual([]);
    expect(await mailOfAnOrder()).toContain('confirmed');
  });
});
