import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { PaymentMethods } from '../payments/index.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import type { Sweep } from '../shared/events/sweeper.js';
import { EndPendingOrder } from './end-pending-order.use-case.js';

const PAGE = 20;

/**
 * Ends pending orders whose payment window has closed, by the database's clock. A payment that is under way extends
 * the window once; one whose outcome is unknown keeps the order until it is decided. Orders that need no gateway go
 * first, so that a gateway that is down does not keep their units.
 */
@Injectable()
export class ExpireOrders implements Sweep {
  readonly name = 'expire';

  constructor(
    private readonly methods: PaymentMethods,
    private readonly uow: UnitOfWork,
    private readonly endPendingOrder: EndPendingOrder,
  ) {}

  async sweep(): Promise<number> {
    await this.extend();
    const { rows } = await sql<{ id: string }>`
      select o.id
      from orders o
        left join payment_attempts a on a.order_id = o.id and a.status not in ('succeeded', 'failed')
      where o.status = 'pending' and o.expires_at <= now()
        and (a.id is null or not (a.status = 'unknown' or (a.status = 'started' and a.deadline_at > now())))
      order by a.id is not null, o.expires_at limit ${PAGE}`.execute(this.uow.db);
    const ended = await Promise.all(
      rows.map((row) => this.endPendingOrder.run(row.id, 'payment_window_closed')),
    );
    return ended.filter((each) => each === 'ended').length === PAGE ? PAGE : 0;
  }

  /** Minutes by method, as JSON; a method that has been switched off since then waits no longer. */
  private windows(): string {
    const windows = this.methods.offered.map(({ method, windowMinutes }) => [method, windowMinutes]);
    return JSON.stringify(Object.fromEntries(windows));
  }

  private async extend(): Promise<void> {
    await sql`
      update orders o set expiry_extended = true, updated_at = now(),
        expires_at = now() + make_interval(mins => (${this.windows()}::jsonb ->> o.payment_method)::int)
      where o.status = 'pending' and o.expires_at <= now() and not o.expiry_extended and exists (
        select 1 from payment_attempts a
        where a.order_id = o.id and a.status in ('requires_action', 'processing'))
        and ${this.windows()}::jsonb ? o.payment_method`.execute(this.uow.db);
  }
}
