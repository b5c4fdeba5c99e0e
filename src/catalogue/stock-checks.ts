import type { Check } from '../shared/check.js';

export const stockChecks: readonly Check[] = [
  {
    name: 'stock_below_its_holds',
    wrong: 'More units of a product are held than are on hand, or a count is below zero.',
    remedy:
      'Count the product, and set on_hand to what is there; then cancel the newest orders that it is short of.',
    broken: `
      select 'product' as kind, product_id as id, null::uuid as order_id,
        jsonb_build_object('onHand', on_hand, 'held', held) as facts
      from stock where not (on_hand >= held and held >= 0)`,
  },
  {
    name: 'stock_differs_from_its_ledger',
    wrong: 'On hand or held of a product is not the sum of its movements.',
    remedy:
      'Somebody has written past the ledger: count the product, set on_hand and held to the sums of its movements, then correct it to the count.',
    broken: `
      select 'product' as kind, s.product_id as id, null::uuid as order_id,
        jsonb_build_object('onHand', s.on_hand, 'held', s.held, 'onHandByLedger', coalesce(m.on_hand, 0),
          'heldByLedger', coalesce(m.held, 0)) as facts
      from stock s left join (
        select product_id, sum(on_hand_delta) as on_hand, sum(held_delta) as held from stock_movements group by 1) m
        using (product_id)
      where (s.on_hand, s.held) is distinct from (coalesce(m.on_hand, 0), coalesce(m.held, 0))`,
  },
];
