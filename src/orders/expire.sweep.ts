import { Injectable } from '@nestjs/common';
import { PaymentMethods, Payments } from '../payments/index.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import type { Sweep } from '../shared/events/sweeper.js';
import { EndPendingOrder } from './end-pending-order.use-case.js';
import { extendWindows, leasePaidAt, leaseUnpaid } from './expiry.sql.js';

const PAGE = 20;

/**
 * Ends pending orders whose payment window has closed, by the database's clock. A payment that is under way extends
 * the window once; one whose outcome is unknown keeps the order until it is decided.
 */
@Injectable()
export class ExpireOrders {
  /** Minutes by method; a method that has been switched off since then waits no longer. */
  private readonly windows: Readonly<Record<string, number>>;

  constructor(
    methods: PaymentMethods,
    private readonly uow: UnitOfWork,
    private readonly payments: Payments,
    private readonly endPendingOrder: EndPendingOrder,
  ) {
    this.windows = Object.fromEntries(
      methods.offered.map(({ method, windowMinutes }) => [method, windowMinutes]),
    );
  }

  /** One for orders that need no gateway, and one for each gateway: none waits for a gateway that hangs but its own. */
  get sweeps(): Sweep[] {
    return [
      { name: 'expire', sweep: () => this.endUnpaid() },
      ...this.payments.gatewayNames.map((gateway) => ({
        name: `expire.${gateway}`,
        sweep: () => this.endPaidAt(gateway),
      })),
    ];
  }

  private async endUnpaid(): Promise<number> {
    return this.end(await leaseUnpaid(this.uow.db, PAGE));
  }

  /** A gateway that is down is asked about one order at a time. */
  private async endPaidAt(gateway: string): Promise<number> {
    const extended = await extendWindows(this.uow.db, gateway, this.windows, PAGE);
    const limit = this.payments.isDown(gateway) ? 1 : PAGE;
    const ended = await this.end(await leasePaidAt(this.uow.db, gateway, this.windows, limit));
    return extended === PAGE ? PAGE : ended;
  }

  private async end(orderIds: readonly string[]): Promise<number> {
    await Promise.all(orderIds.map((id) => this.endPendingOrder.run(id, 'payment_window_closed')));
    return orderIds.length === PAGE ? PAGE : 0;
  }
}
