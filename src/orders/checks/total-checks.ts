import type { Check } from '../../shared/check.js';

/** What an order costs against what it consists of. */
export const totalChecks: readonly Check[] = [
  {
    name: 'totals_differ',
    wrong: 'An order’s total is not its lines and adjustments, or its tax is not the sum of its taxes.',
    remedy:
      'See in the audit what was changed by hand and undo it; where the order is paid, what the customer paid stands.',
    broken: `
      select 'order' as kind, o.id::text as id, o.id as order_id, jsonb_build_object('totalMinor', o.total_minor,
        'goodsMinor', l.goods, 'adjustmentsMinor', coalesce(j.adjusted, 0), 'taxMinor', o.tax_minor,
        'taxesMinor', t.tax, 'currency', o.currency) as facts
      from orders o
        join (select order_id, sum(subtotal_minor) as goods from order_lines group by 1) l on l.order_id = o.id
        left join (select order_id, sum(amount_minor) as adjusted from order_adjustments group by 1) j
          on j.order_id = o.id
        cross join lateral (
          select coalesce(sum((tax->>'taxMinor')::bigint), 0) as tax from jsonb_array_elements(o.taxes) tax) t
      where o.total_minor <> l.goods + coalesce(j.adjusted, 0) or o.tax_minor <> t.tax`,
  },
];
