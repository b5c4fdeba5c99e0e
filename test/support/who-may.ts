import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Role } from './staff.ts';

/** Who may do what at the panel, said again by hand: the product's own table is compared with it. */
export const EVERYBODY: readonly Role[] = ['support', 'fulfilment', 'finance', 'auditor', 'admin'];
const BOOKS: readonly Role[] = ['finance', 'auditor', 'admin'];
const TECHNICAL: readonly Role[] = ['auditor', 'admin'];
const DESK: readonly Role[] = ['support', 'finance', 'admin'];
const GOODS: readonly Role[] = ['fulfilment', 'admin'];
const MONEY: readonly Role[] = ['finance', 'admin'];
const PEOPLE: readonly Role[] = ['support', 'fulfilment', 'finance', 'admin'];
const OWNER: readonly Role[] = ['admin'];

/** Each list, and who may read it. */
export const LISTS: Readonly<Record<string, readonly Role[]>> = {
  orders: EVERYBODY,
  payments: BOOKS,
  refunds: BOOKS,
  returns: EVERYBODY,
  parcels: EVERYBODY,
  disputes: BOOKS,
  ledger: BOOKS,
  invoices: BOOKS,
  products: EVERYBODY,
  'stock-movements': EVERYBODY,
  customers: DESK,
  carts: DESK,
  staff: OWNER,
  mails: EVERYBODY,
  events: BOOKS,
  'webhook-deliveries': TECHNICAL,
  'webhook-endpoints': BOOKS,
  taxes: BOOKS,
  shipping: BOOKS,
  'payment-methods': BOOKS,
  interventions: BOOKS,
  audit: BOOKS,
  jobs: TECHNICAL,
  'dead-jobs': TECHNICAL,
};

/** Each action, and who may open its dialog. */
export const DOERS: Readonly<Record<string, readonly Role[]>> = {
  'prepare-order': GOODS,
  'ship-order': GOODS,
  'correct-parcel': GOODS,
  'deliver-order': GOODS,
  'decide-return': GOODS,
  'receive-return': GOODS,
  'request-return': GOODS,
  'start-bulk-run': GOODS,
  'correct-stock': GOODS,
  'cancel-order': DESK,
  'cancel-items': DESK,
  'refund-order': MONEY,
  'adjust-order': MONEY,
  'ask-gateway': MONEY,
  'send-capture': MONEY,
  'approve-refund': MONEY,
  'reject-refund': MONEY,
  'take-intervention': MONEY,
  'solve-intervention': MONEY,
  'carry-out-remedy': MONEY,
  'retry-job': OWNER,
  'redeliver-webhook': OWNER,
  'resend-mail': ['support', 'fulfilment', 'admin'],
  'write-note': PEOPLE,
  'reveal-order': PEOPLE,
  'reveal-customer': DESK,
  'request-export': ['fulfilment', 'finance', 'admin'],
  'set-role': OWNER,
  'reset-member': OWNER,
  'deactivate-member': OWNER,
};

/** Each address that a page of the panel's own reads, and who may. */
export const VIEWS: Readonly<Record<string, readonly Role[]>> = {
  dashboard: EVERYBODY,
  menu: EVERYBODY,
  'search?q=nothing': EVERYBODY,
  'order/ORD-0000000000': EVERYBODY,
  inbox: BOOKS,
  'bulk-runs': GOODS,
  'bulk-runs/00000000-0000-4000-8000-000000000000': GOODS,
  exports: ['fulfilment', 'finance', 'admin'],
  'exports/00000000-0000-4000-8000-000000000000.csv': ['fulfilment', 'finance', 'admin'],
  'mails/00000000-0000-4000-8000-000000000000': PEOPLE,
};

export interface PanelParts {
  readonly lists: readonly string[];
  /** Lists whose rows' dialogs AdminJS opens. */
  readonly withDialogs: readonly string[];
  readonly actions: readonly { readonly name: string; readonly resource: string }[];
}

const TELL = `
  const [{ ACTIONS }, { RESOURCES }] = await Promise.all([
    import('./dist/admin/actions/index.js'), import('./dist/admin/resources/index.js')]);
  const actions = ACTIONS.map(({ name, resource }) => ({ name, resource }));
  const ids = (lists) => lists.map(({ id }) => id);
  const withDialogs = ids(RESOURCES.filter(({ page }) => !page));
  process.stdout.write(JSON.stringify({ lists: ids(RESOURCES), withDialogs, actions }));`;

/** What the built panel has. In a process of its own, as everywhere: Jest's loader cannot take in all of the product. */
export async function partsOfPanel(): Promise<PanelParts> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', TELL]);
  return JSON.parse(stdout) as PanelParts;
}
