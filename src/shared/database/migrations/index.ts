import { FirstOrders } from './2026-11-23-first-orders.js';
import { EveryPayment } from './2026-11-23-every-payment.js';
import { StockLedger } from './2026-11-28-stock-ledger.js';
import { PartialOrders } from './2026-11-28-partial-orders.js';
import { Guests } from './2026-11-28-guests.js';
import { Tariffs } from './2026-11-28-tariffs.js';
import { IdempotencyClaims } from './2026-11-28-idempotency-claims.js';
import { Expiry } from './2026-11-28-expiry.js';
import { Returns } from './2026-11-28-returns.js';
import { Invoices } from './2026-11-28-invoices.js';
import { Parcels } from './2026-11-28-parcels.js';
import { Lists } from './2026-11-28-lists.js';
import { ToldInOrder } from './2026-11-28-told-in-order.js';
import { EventPositions } from './2026-11-28-event-positions.js';
import { Partners } from './2026-11-28-partners.js';
import { Webhooks } from './2026-11-28-webhooks.js';
import { Mails } from './2026-11-28-mails.js';
import { Staff } from './2026-11-28-staff.js';
import { BackOffice } from './2026-11-28-back-office.js';
import { BackOfficeLists } from './2026-11-28-back-office-lists.js';
import { OldestNeeds } from './2026-11-28-oldest-needs.js';
import { TriedBulkRuns } from './2026-11-28-tried-bulk-runs.js';

/** In the order in which they are applied; a migration that has landed is never edited. */
export const migrations = [
  { name: '2026-11-23-first-orders', class: FirstOrders },
  { name: '2026-11-23-every-payment', class: EveryPayment },
  { name: '2026-11-28-stock-ledger', class: StockLedger },
  { name: '2026-11-28-partial-orders', class: PartialOrders },
  { name: '2026-11-28-guests', class: Guests },
  { name: '2026-11-28-tariffs', class: Tariffs },
  { name: '2026-11-28-idempotency-claims', class: IdempotencyClaims },
  { name: '2026-11-28-expiry', class: Expiry },
  { name: '2026-11-28-returns', class: Returns },
  { name: '2026-11-28-invoices', class: Invoices },
  { name: '2026-11-28-parcels', class: Parcels },
  { name: '2026-11-28-lists', class: Lists },
  { name: '2026-11-28-told-in-order', class: ToldInOrder },
  { name: '2026-11-28-event-positions', class: EventPositions },
  { name: '2026-11-28-partners', class: Partners },
  { name: '2026-11-28-webhooks', class: Webhooks },
  { name: '2026-11-28-mails', class: Mails },
  { name: '2026-11-28-staff', class: Staff },
  { name: '2026-11-28-back-office', class: BackOffice },
  { name: '2026-11-28-back-office-lists', class: BackOfficeLists },
  { name: '2026-11-28-oldest-needs', class: OldestNeeds },
  { name: '2026-11-28-tried-bulk-runs', class: TriedBulkRuns },
];
