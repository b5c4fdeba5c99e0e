import { Migration } from '@mikro-orm/migrations';

/**
 * Every unit that comes or goes is a row that is never rewritten; `stock` keeps their sums, so that a hold stays one
 * locked row. What a shop already has is booked as an opening balance.
 */
export class StockLedger extends Migration {
  override up(): void {
    this.addSql(`
      create table stock_movements (
        id uuid primary key,
        product_id text not null references products,
        kind text not null,
        on_hand_delta integer not null,
        held_delta integer not null,
        order_id uuid references orders,
        order_number text,
        actor text not null,
        reason text,
        occurred_at timestamptz not null default now(),
        constraint an_order_has_its_number check ((order_id is null) = (order_number is null)),
        constraint a_movement_moves_what_its_kind_says check (case kind
          when 'received' then on_hand_delta > 0 and held_delta = 0
          when 'held' then on_hand_delta = 0 and held_delta > 0 and order_id is not null
          when 'released' then on_hand_delta = 0 and held_delta < 0 and order_id is not null
          when 'sold' then on_hand_delta < 0 and held_delta in (0, on_hand_delta) and order_id is not null
          when 'returned' then on_hand_delta > 0 and held_delta = 0 and order_id is not null
          when 'written_off' then on_hand_delta < 0 and held_delta = 0
          when 'corrected' then on_hand_delta <> 0 and held_delta = 0
          else false end)
      );
      create index stock_movements_of_a_product on stock_movements (product_id, occurred_at desc, id desc);
      create index stock_movements_of_an_order on stock_movements (order_id) where order_id is not null;
      create trigger stock_movements_is_insert_only before update or delete or truncate on stock_movements
        for each statement execute function refuse_change();

      alter table events add column product_id text references products;
      alter table stock
        add column low_at integer check (low_at >= 0),
        add column low_since timestamptz;`);

    this.addSql(`
      with moved as (
        select o.id as order_id, o.number as order_number, l.product_id, o.hold, sum(l.quantity)::int as units
        from orders o join order_lines l on l.order_id = o.id where o.hold in ('held', 'sold') group by 1, 2, 3, 4
      ), opening as (
        select s.product_id, s.on_hand + coalesce(sum(m.units) filter (where m.hold = 'sold'), 0)::int as units
        from stock s left join moved m using (product_id) group by s.product_id, s.on_hand
      )
      insert into stock_movements (id, product_id, kind, on_hand_delta, held_delta, order_id, order_number, actor, reason)
      select gen_random_uuid(), product_id, 'received', units, 0, null::uuid, null, 'system', 'opening balance'
        from opening where units > 0
      union all
      select gen_random_uuid(), product_id, case hold when 'held' then 'held' else 'sold' end,
        case hold when 'held' then 0 else -units end, case hold when 'held' then units else 0 end,
        order_id, order_number, 'system', 'opening balance'
        from moved;`);
  }

  override down(): void {
    this.addSql(`
      drop table stock_movements;
      alter table events drop column product_id;
      alter table stock drop column low_at, drop column low_since;`);
  }
}
