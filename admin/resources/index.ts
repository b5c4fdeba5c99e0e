import type { ListSource } from '../adminjs/list-source.js';
import { audit } from './audit.resource.js';
import { carts } from './carts.resource.js';
import { customers } from './customers.resource.js';
import { deadJobs } from './dead-jobs.resource.js';
import { disputes } from './disputes.resource.js';
import { events } from './events.resource.js';
import { interventions } from './interventions.resource.js';
import { invoices } from './invoices.resource.js';
import { jobs } from './jobs.resource.js';
import { ledger } from './ledger.resource.js';
import { mails } from './mails.resource.js';
import { orders } from './orders.resource.js';
import { parcels } from './parcels.resource.js';
import { paymentMethods } from './payment-methods.resource.js';
import { payments } from './payments.resource.js';
import { products } from './products.resource.js';
import { refunds } from './refunds.resource.js';
import { returns } from './returns.resource.js';
import { shippingRates } from './shipping-rates.resource.js';
import { staff } from './staff.resource.js';
import { stockMovements } from './stock-movements.resource.js';
import { taxRates } from './tax-rates.resource.js';
import { webhookDeliveries } from './webhook-deliveries.resource.js';
import { webhookEndpoints } from './webhook-endpoints.resource.js';

/** Every list of the panel, in the order of the menu. */
export const RESOURCES: readonly ListSource[] = [
  orders,
  payments,
  refunds,
  returns,
  parcels,
  disputes,
  ledger,
  invoices,
  products,
  stockMovements,
  customers,
  carts,
  staff,
  mails,
  events,
  webhookDeliveries,
  webhookEndpoints,
  taxRates,
  shippingRates,
  paymentMethods,
  interventions,
  audit,
  jobs,
  deadJobs,
];
