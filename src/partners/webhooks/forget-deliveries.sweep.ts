import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { CONFIG, type Config } from '../../config.js';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { type Sweep, Sweeper } from '../../shared/events/sweeper.js';

const PAGE = 1_000;

/** Keeps deliveries with their tries for a month, and those of deleted endpoints no longer. */
@Injectable()
export class ForgetDeliveries implements Sweep {
  readonly name = 'webhooks.forget';
  readonly everySeconds = 60;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    sweeper: Sweeper,
    private readonly uow: UnitOfWork,
  ) {
    sweeper.every(this);
  }

  async sweep(): Promise<number> {
    const { numAffectedRows } = await sql`
      delete from webhook_deliveries where id in (
        select d.id from webhook_endpoints w cross join lateral (
          select id from webhook_deliveries where endpoint_id = w.id limit ${PAGE}) d
        where w.deleted_at is not null
        union all
        (select id from webhook_deliveries where created_at < now() - make_interval(days => ${this.config.WEBHOOK_RETENTION_DAYS})
          order by created_at limit ${PAGE})
        limit ${PAGE})`.execute(this.uow.db);
    return Number(numAffectedRows) === PAGE ? PAGE : 0;
  }
}
