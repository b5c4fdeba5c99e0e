import type { Check } from '../../shared/check.js';
import { MISSING_PAPERS } from './missing-papers.js';

/** Documents against orders, money and their own numbers. */
export const invoiceChecks: readonly Check[] = [
  {
    name: 'document_missing',
    wrong:
      'An order was confirmed and has no invoice, or its money went back and there is no credit note of it.',
    remedy:
      'Start a worker: it issues what is missing when it starts, and each hour. Where one runs, read its log.',
    broken: `
      select 'order' as kind, order_id::text as id, order_id, jsonb_build_object('lacks', string_agg(lacks, ', ')) as facts
      from (${MISSING_PAPERS}) missing, given
      where missing.since < given.cutoff group by order_id`,
  },
  {
    name: 'number_missing',
    wrong: 'A series of invoices or credit notes has a gap, or ends before its last number.',
    remedy:
      'Somebody took documents out by hand. Restore them from a back-up: what was issued has to be kept, and their numbers are never given again.',
    broken: `
      select 'series' as kind, s.series || '-' || s.year as id, null::uuid as order_id,
        jsonb_build_object('lastNumber', s.last_number, 'documents', count(i.id), 'highest', max(i.sequence)) as facts
      from invoice_series s left join invoices i using (series, year)
      group by s.series, s.year, s.last_number
      having (count(i.id), max(i.sequence)) is distinct from (s.last_number::bigint, s.last_number)`,
  },
  {
    name: 'credited_above_invoice',
    wrong:
      'The credit notes of an invoice take back more than it asked for, or name another order or currency.',
    remedy:
      'Find in the audit which of them is wrong. A document is never changed: what was credited too much is invoiced again by hand.',
    broken: `
      select 'order' as kind, i.order_id::text as id, i.order_id,
        jsonb_build_object('invoice', i.number, 'amountMinor', i.amount_minor, 'creditedMinor', sum(n.amount_minor)) as facts
      from invoices i join invoices n on n.refers_to = i.id
      group by i.id having sum(n.amount_minor) > i.amount_minor
        or bool_or((n.order_id, n.currency) is distinct from (i.order_id, i.currency))`,
  },
];
