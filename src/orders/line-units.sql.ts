import { sql } from 'kysely';
import type { Transaction } from '../shared/database/unit-of-work.js';
import type { LineUnits } from './domain/line-units.js';
import type { Units } from '../shared/database/units.js';

/** Where the units of an order are; what arrived within so many days, arrived lately. Read under the order's lock. */
export async function unitsOfLines(tx: Transaction, orderId: string, days = 0): Promise<LineUnits[]> {
  const { rows } = await sql<LineUnits>`
    with sent as (
      select l.line_no, sum(l.quantity)::int as shipped,
        coalesce(sum(l.quantity) filter (where p.delivered_at is not null), 0)::int as delivered,
        coalesce(sum(l.quantity) filter (where p.delivered_at > now() - make_interval(days => ${days})), 0)::int as lately
      from parcel_lines l join parcels p on p.id = l.parcel_id where l.order_id = ${orderId} group by 1
    ), back as (
      select l.line_no,
        sum(case r.status when 'received' then l.restocked + l.written_off else l.quantity end)::int as returned,
        coalesce(sum(l.restocked + l.written_off) filter (where r.carries_refund), 0)::int as returned_for_money
      from return_lines l join returns r on r.id = l.return_id
      where l.order_id = ${orderId} and r.status <> 'refused' group by 1
    )
    select l.line_no as "lineNo", l.product_id as "productId", coalesce(sent.shipped, 0) as shipped,
      coalesce(sent.delivered, 0) as delivered, coalesce(sent.lately, 0) as "deliveredLately",
      coalesce(back.returned, 0) as returned,
      coalesce(back.returned_for_money, 0) as "returnedForMoney"
    from order_lines l left join sent using (line_no) left join back using (line_no)
    where l.order_id = ${orderId} order by l.line_no`.execute(tx.db);
  return rows;
}

/** Units of refunds that were not in vain. Read under the order's lock. */
export async function unitsGivenBack(tx: Transaction, orderId: string): Promise<Units[]> {
  const { rows } = await sql<Units>`
    select l."productId", sum(l.quantity)::int as quantity
    from refunds r, jsonb_to_recordset(r.lines) as l("productId" text, quantity int)
    where r.order_id = ${orderId} and r.status in ('pending', 'succeeded') and r.lines is not null
    group by 1`.execute(tx.db);
  return rows;
}
