import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { PaymentMethodName } from '../../payments/index.js';
import { countryCodeOf } from '../../shared/addresses/country.js';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { MOST_WALKED, type Page, type PageRequest, type TimeSpan } from '../../shared/lists/list.js';
import {
  byTime,
  type Condition,
  equals,
  isoTime,
  type ListPlan,
  NOTHING,
  oneOf,
  within,
} from '../../shared/lists/list-plan.js';
import { NewestFirst } from '../../shared/lists/newest-first.js';
import { maskedEmail } from '../../shared/masked-email.js';
import { maskedName } from '../../shared/masked-name.js';
import { fromPersonalColumn } from '../../shared/personal-data.js';
import { ORDER_STATUSES, type OrderStatus } from '../domain/order-states.js';
import type { CancelReason, OrderPersonal, PaymentStatus } from '../order-row.js';

export interface OrderFilter {
  readonly statuses?: readonly OrderStatus[] | undefined;
  readonly created?: TimeSpan | undefined;
  /** Of the grand total, both ends included, in minor units of any currency. */
  readonly totalMinor?: { readonly from?: number; readonly to?: number } | undefined;
  readonly currency?: string | undefined;
  readonly paymentMethod?: PaymentMethodName | undefined;
  readonly paymentStatuses?: readonly PaymentStatus[] | undefined;
  /** In any spelling that an address may have. */
  readonly country?: string | undefined;
  readonly customerId?: string | undefined;
  /** Pending ones whose hold ends within so many minutes. */
  readonly holdEndsWithinMinutes?: number | undefined;
}

export interface OrderListRow {
  readonly id: string;
  readonly number: string;
  readonly status: OrderStatus;
  readonly paymentStatus: PaymentStatus;
  readonly paymentMethod: PaymentMethodName | null;
  readonly currency: string;
  readonly grandTotalMinor: number;
  readonly country: string | null;
  readonly customerId: string;
  /** Masked. */
  readonly email: string;
  /** Masked. */
  readonly name: string | null;
  readonly cancelReason: CancelReason | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly expiresAt: string | null;
}

/** What the totals have chosen, where that is few enough to be a way of its own. */
interface Narrowed extends OrderFilter {
  readonly ids?: readonly string[];
}

/** An order as it is read: with its person. */
export type WholeOrderRow = Omit<OrderListRow, 'email' | 'name'> & { readonly personal: OrderPersonal };

/** The one index that is likely to pass over the fewest rows; everything else is looked at row by row. */
function waysOf(filter: Narrowed): { taken: keyof Narrowed | 'none'; ways: readonly Condition[] } {
  const { statuses, paymentStatuses, ids, customerId, holdEndsWithinMinutes: minutes } = filter;
  const all = (condition: Condition | undefined) =>
    [condition, within('o.created_at', filter.created)].filter((part) => part !== undefined);
  const way = (condition?: Condition) => sql`${sql.join([sql`true`, ...all(condition)], sql` and `)}`;
  if (ids) return { taken: 'ids', ways: [way(sql`o.id = any(${[...ids]}::uuid[])`)] };
  if (customerId !== undefined)
    return { taken: 'customerId', ways: [way(equals('o.customer_id', customerId, 'uuid'))] };
  if (minutes !== undefined)
    return {
      taken: 'holdEndsWithinMinutes',
      ways: [
        way(sql`o.id = any(array(
          select o.id from orders o where ${holdEndsWithin(minutes)}
          order by greatest(expires_at, expiry_check_at) limit ${MOST_WALKED}))`),
      ],
    };
  const isRare = paymentStatuses && !paymentStatuses.includes('paid');
  if (isRare)
    return {
      taken: 'paymentStatuses',
      ways: paymentStatuses.map((one) => way(oneOf('o.payment_status', [one]))),
    };
  if (statuses && statuses.length < ORDER_STATUSES.length)
    return { taken: 'statuses', ways: statuses.map((status) => way(oneOf('o.status', [status]))) };
  if (filter.paymentMethod)
    return { taken: 'paymentMethod', ways: [way(oneOf('o.payment_method', [filter.paymentMethod]))] };
  const code = filter.country && countryCodeOf(filter.country);
  // A word of the statement: as a value, a plan for any country takes it for a frequent one, and reads all orders for a rare one.
  if (code) return { taken: 'country', ways: [way(oneOf('o.country', [code]))] };
  return { taken: 'none', ways: [way()] };
}

const holdEndsWithin = (minutes: number): Condition =>
  sql`o.status = 'pending' and o.hold = 'held'
    and greatest(o.expires_at, o.expiry_check_at) < now() + make_interval(mins => ${minutes})`;

const ORDERS: Omit<ListPlan<Narrowed, WholeOrderRow>, 'view'> = {
  table: 'orders',
  alias: 'o',
  order: byTime('created_at'),
  ways: (filter) => {
    const { ways } = waysOf(filter);
    return ways.length > 0 ? ways : [NOTHING];
  },
  rest: (filter) => {
    const { taken } = waysOf(filter);
    const unless = (name: keyof Narrowed, condition: Condition | undefined) =>
      taken === name ? undefined : condition;
    const { from, to } = filter.totalMinor ?? {};
    const { holdEndsWithinMinutes: minutes } = filter;
    return [
      unless('holdEndsWithinMinutes', minutes === undefined ? undefined : holdEndsWithin(minutes)),
      unless('statuses', oneOf('o.status', filter.statuses)),
      unless('paymentStatuses', oneOf('o.payment_status', filter.paymentStatuses)),
      unless('paymentMethod', equals('o.payment_method', filter.paymentMethod)),
      unless(
        'country',
        equals('o.country', filter.country && (countryCodeOf(filter.country) ?? filter.country)),
      ),
      unless('customerId', equals('o.customer_id', filter.customerId, 'uuid')),
      equals('o.currency', filter.currency),
      unless('ids', from === undefined ? undefined : sql`o.grand_total_minor >= ${from}::bigint`),
      unless('ids', to === undefined ? undefined : sql`o.grand_total_minor <= ${to}::bigint`),
    ];
  },
  columns: sql`
    o.id, o.number, o.status, o.payment_status as "paymentStatus", o.payment_method as "paymentMethod", o.currency,
    o.grand_total_minor as "grandTotalMinor", o.country, o.customer_id as "customerId", o.personal,
    o.cancel_reason as "cancelReason", ${isoTime('o.created_at')} as "createdAt",
    ${isoTime('o.updated_at')} as "updatedAt", ${isoTime('o.expires_at')} as "expiresAt"`,
};

/** Orders by what they are looked up by, whatever is told of each. */
class Orders<Row> extends NewestFirst<OrderFilter, WholeOrderRow, Row> {
  protected constructor(uow: UnitOfWork, view: (read: WholeOrderRow) => Row) {
    super(uow, { ...ORDERS, view });
  }

  override async list(filter: OrderFilter, page: PageRequest): Promise<Page<Row>> {
    return super.list(await this.narrowed(filter), page);
  }

  override async countUpTo(filter: OrderFilter, most?: number): Promise<number> {
    return super.countUpTo(await this.narrowed(filter), most);
  }

  /** Amounts come in no order of time: they choose where they choose few orders, else they are looked at on the way. */
  private async narrowed(filter: OrderFilter): Promise<Narrowed> {
    const { totalMinor, customerId } = filter;
    if (!totalMinor || customerId !== undefined) return filter;
    const { rows } = await sql<{ id: string }>`
      select id from orders
      where grand_total_minor between ${totalMinor.from ?? 0}::bigint
        and ${totalMinor.to ?? Number.MAX_SAFE_INTEGER}::bigint limit ${MOST_WALKED + 1}`.execute(
      this.uow.db,
    );
    return rows.length > MOST_WALKED ? filter : { ...filter, ids: rows.map(({ id }) => id) };
  }
}

/** Orders as those see them who work on them; people are masked. */
@Injectable()
export class OrderList extends Orders<OrderListRow> {
  constructor(uow: UnitOfWork) {
    super(uow, ({ personal, ...row }) => {
      const { email, name } = fromPersonalColumn(personal);
      return { ...row, email: maskedEmail(email), name: maskedName(name) };
    });
  }
}

/** The same orders with their people unmasked: for files, which mask or show them as they were asked for. */
@Injectable()
export class UnmaskedOrders extends Orders<WholeOrderRow> {
  constructor(uow: UnitOfWork) {
    super(uow, ({ personal, ...row }) => ({ ...row, personal: fromPersonalColumn(personal) }));
  }
}
