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
];
