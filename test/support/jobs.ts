import { PgBoss } from 'pg-boss';
import type { World } from './world.js';

/** What the queue does by itself ten to seventy seconds after a worker has died; what waits to be repeated is repeated now. */
export async function giveBackJobsOfTheDead(world: World): Promise<void> {
  await world.db.query(
    `update pgboss.job set heartbeat_on = now() - interval '1 minute' where state = 'active'`,
  );
  await world.db.query(`update mails set sending_since = now() - interval '1 hour' where status = 'queued'`);
  await world.db.query('update pgboss.queue set monitor_on = null, monitor_claim_on = null');
  const boss = new PgBoss({
    connectionString: world.db.options.connectionString!,
    migrate: false,
    supervise: false,
    schedule: false,
  });
  boss.on('error', () => undefined);
  await boss.start();
  await boss.supervise();
  await boss.stop({ graceful: false });
  await world.db.query(
    `update pgboss.job set start_after = now() where state in ('retry', 'created') and start_after > now()`,
  );
}
