import { listCashTransactions, retrieveCashBalance } from '../customers/cash-handlers.js';
import { createCustomer, CUSTOMER_PARAMS, updateCustomer } from '../customers/customers.js';
import { acceptDispute } from '../disputes/close-dispute.js';
import { updateDispute } from '../disputes/update-dispute.js';
import { cancelIntent } from '../payments/cancel.js';
import { captureIntent } from '../payments/capture.js';
import { confirm } from '../payments/confirm.js';
import { createIntent, retrieveIntent, updateIntent } from '../payments/intents.js';
import { createPaymentMethod, METHOD_PARAMS, retrievePaymentMethod } from '../payments/payment-method.js';
import { searchIntents } from '../payments/search.js';
import { createRefund } from '../refunds/create-refund.js';
import { applyCustomerBalance } from '../transfers/apply-balance.js';
import { fundCashBalance } from '../transfers/controls.js';
import { createEndpoint, deleteEndpoint } from '../webhooks/endpoints.js';
import type { Handler } from './call.js';
import { type Listed, listFrom, listParams, PAGE_PARAMS, retrieveFrom } from './lists.js';
import type { Operation } from './operations.js';
import { routeFinder } from './route-finder.js';

export interface Route {
  method: 'GET' | 'POST' | 'DELETE';
  /** `:id` stands for one segment. The first route that fits is taken. */
  path: string;
  operation: Operation;
  handle: Handler;
  /** The parameters that are known; any other is refused. */
  params: readonly string[];
}

const INTENT_PARAMS = [
  'amount',
  'currency',
  'automatic_payment_methods',
  'capture_method',
  'confirm',
  'confirmation_method',
  'customer',
  'description',
  'allowed_payment_method_types',
  'metadata',
  'payment_method',
  'payment_method_data',
  'payment_method_options',
  'payment_method_types',
  'receipt_email',
  'return_url',
];
const CONFIRM_PARAMS = [
  'payment_method',
  'payment_method_data',
  'payment_method_options',
  'return_url',
  'receipt_email',
  'use_stripe_sdk',
];
const CAPTURE_PARAMS = ['amount_to_capture', 'final_capture', 'metadata'];
const ENDPOINT_PARAMS = ['url', 'enabled_events', 'description', 'metadata'];
const REFUND_PARAMS = [
  'payment_intent',
  'charge',
  'amount',
  'reason',
  'metadata',
  'instructions_email',
  'origin',
  'customer',
  'currency',
];

const INTENTS = '/v1/payment_intents';
const CUSTOMERS = '/v1/customers';

const ROUTES: readonly Route[] = [
  post(CUSTOMERS, 'customers.create', createCustomer, CUSTOMER_PARAMS),
  ...readOnly('customers'),
  post(`${CUSTOMERS}/:id`, 'customers.update', updateCustomer, CUSTOMER_PARAMS),
  get(`${CUSTOMERS}/:id/cash_balance`, 'customers.retrieve_cash_balance', retrieveCashBalance),
  get(
    `${CUSTOMERS}/:id/cash_balance_transactions`,
    'customers.list_cash_balance_transactions',
    listCashTransactions,
    PAGE_PARAMS,
  ),
  post('/v1/test_helpers/customers/:id/fund_cash_balance', 'customers.fund_cash_balance', fundCashBalance, [
    'amount',
    'currency',
    'reference',
  ]),
  post('/v1/payment_methods', 'payment_methods.create', createPaymentMethod, METHOD_PARAMS),
  get('/v1/payment_methods/:id', 'payment_methods.retrieve', retrievePaymentMethod),
  post(INTENTS, 'payment_intents.create', createIntent, INTENT_PARAMS),
  get(INTENTS, 'payment_intents.list', listFrom('payment_intents'), listParams('payment_intents')),
  get(`${INTENTS}/search`, 'payment_intents.search', searchIntents, ['query', 'limit']),
  get(`${INTENTS}/:id`, 'payment_intents.retrieve', retrieveIntent),
  post(`${INTENTS}/:id`, 'payment_intents.update', updateIntent, ['amount', 'description', 'metadata']),
  post(`${INTENTS}/:id/confirm`, 'payment_intents.confirm', confirm, CONFIRM_PARAMS),
  post(`${INTENTS}/:id/capture`, 'payment_intents.capture', captureIntent, CAPTURE_PARAMS),
  post(
    `${INTENTS}/:id/apply_customer_balance`,
    'payment_intents.apply_customer_balance',
    applyCustomerBalance,
    ['amount', 'currency'],
  ),
  post(`${INTENTS}/:id/cancel`, 'payment_intents.cancel', cancelIntent, ['cancellation_reason']),
  post('/v1/refunds', 'refunds.create', createRefund, REFUND_PARAMS),
  ...readOnly('refunds'),
  ...readOnly('charges'),
  ...readOnly('disputes'),
  post('/v1/disputes/:id', 'disputes.update', updateDispute, ['evidence', 'metadata', 'submit']),
  post('/v1/disputes/:id/close', 'disputes.close', acceptDispute),
  ...readOnly('balance_transactions'),
  ...readOnly('events'),
  post('/v1/webhook_endpoints', 'webhook_endpoints.create', createEndpoint, ENDPOINT_PARAMS),
  ...readOnly('webhook_endpoints'),
  {
    method: 'DELETE',
    path: '/v1/webhook_endpoints/:id',
    operation: 'webhook_endpoints.delete',
    handle: deleteEndpoint,
    params: [],
  },
];

export const findRoute = routeFinder(ROUTES);

function get(path: string, operation: Operation, handle: Handler, params: readonly string[] = []): Route {
  return { method: 'GET', path, operation, handle, params };
}

function post(path: string, operation: Operation, handle: Handler, params: readonly string[] = []): Route {
  return { method: 'POST', path, operation, handle, params };
}

function readOnly(name: Exclude<Listed, 'payment_intents'>): Route[] {
  return [
    get(`/v1/${name}`, `${name}.list`, listFrom(name), listParams(name)),
    get(`/v1/${name}/:id`, `${name}.retrieve`, retrieveFrom(name)),
  ];
}
