import { Router } from 'express';
import { Search, type SearchResult } from '../../src/back-office/index.js';
import { may, type StaffRole } from '../../src/staff/index.js';
import { sessionOf } from '../http/request.js';
import { type Panel, ROOT } from '../panel.js';
import { RESOURCES } from '../resources/index.js';

/** Where what was found is shown, and what the group is called. */
const SHOWN: Readonly<Record<SearchResult['kind'], { resource: string; label: string }>> = {
  order: { resource: 'orders', label: 'Orders' },
  customer: { resource: 'customers', label: 'Customers' },
  payment: { resource: 'payments', label: 'Payments' },
  refund: { resource: 'refunds', label: 'Refunds' },
  parcel: { resource: 'parcels', label: 'Parcels' },
  invoice: { resource: 'invoices', label: 'Invoices' },
  product: { resource: 'products', label: 'Products' },
  return: { resource: 'returns', label: 'Returns' },
  dispute: { resource: 'disputes', label: 'Disputes' },
  mail: { resource: 'mails', label: 'Mails' },
  event: { resource: 'events', label: 'Events' },
  delivery: { resource: 'webhook-deliveries', label: 'Webhook deliveries' },
  endpoint: { resource: 'webhook-endpoints', label: 'Webhook endpoints' },
  intervention: { resource: 'interventions', label: 'Interventions' },
};

/** The one search box's answer: of each kind what the role may read. */
export function searchView(panel: Panel): Router {
  const router = Router();
  router.get('/search', async (request, response) => {
    const { role } = sessionOf(request);
    const { q } = request.query;
    const typed = typeof q === 'string' ? q : '';
    const found = await panel.get(Search).run(typed, { withPeople: may(role, 'reveal_personal_data') });
    const seen = found.filter(({ kind }) => mayRead(role, kind));
    const exact = seen.filter((one) => one.kind === 'order' && isNumberOf(one, typed));
    response.json({
      groups: Object.entries(SHOWN)
        .map(([kind, { label }]) => ({ label, results: seen.filter((one) => one.kind === kind).map(told) }))
        .filter(({ results }) => results.length > 0),
      ...(exact.length === 1 && { exact: told(exact[0]!).href }),
    });
  });
  return router;
}

/** An order's list is as any other one: who may not read it finds nothing of it. */
function mayRead(role: StaffRole, kind: SearchResult['kind']): boolean {
  const list = RESOURCES.find(({ id }) => id === SHOWN[kind].resource);
  return may(role, list?.permission ?? 'read_orders');
}

const isNumberOf = ({ title }: SearchResult, typed: string): boolean =>
  title.replace('-', '') === typed.trim().toUpperCase().replace('-', '');

/** An order's page is called by its number. */
function told({ kind, id, title, subtitle, at }: SearchResult) {
  const record = encodeURIComponent(kind === 'order' ? title : id);
  return { title, subtitle, at, href: `${ROOT}/resources/${SHOWN[kind].resource}/records/${record}/show` };
}
