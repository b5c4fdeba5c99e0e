import { type DynamicModule, Module } from '@nestjs/common';
import { AuditList } from '../audit/back-office/index.js';
import { CustomerList } from '../auth/back-office/index.js';
import { CartList } from '../cart/back-office/index.js';
import { MovementList, ProductList } from '../catalogue/back-office/index.js';
import { RetryJob, SolveIntervention, TakeIntervention } from '../interventions/back-office/index.js';
import { InvoiceList } from '../invoices/back-office/index.js';
import { ForecastMails, MailList, ReadMail } from '../notifications/back-office/index.js';
import { MovesModule } from '../orders/back-office/index.js';
import { DeliveryList, EndpointList, EventList } from '../partners/back-office/index.js';
import { MethodList } from '../payments/back-office/index.js';
import { PaymentsModule } from '../payments/index.js';
import { ShippingRateList, TaxRateList } from '../tariffs/back-office/index.js';
import { DailyFigures } from './dashboard/daily-figures.queries.js';
import { CountDailyFigures } from './dashboard/daily-figures.sweep.js';
import { DashboardQueries } from './dashboard/dashboard.queries.js';
import { DeadJobList, QueueList } from './job-lists.queries.js';
import { OrderLists } from './order-page/order-lists.js';
import { OrderPage } from './order-page/order-page.queries.js';
import { RevealPersonalData } from './reveal-personal-data.use-case.js';
import { Search } from './search/search.queries.js';

/** What the modules show of themselves to the shop's people; orders bring theirs along. */
const lists = [
  AuditList,
  CustomerList,
  CartList,
  ProductList,
  MovementList,
  InvoiceList,
  MailList,
  EventList,
  DeliveryList,
  EndpointList,
  MethodList,
  TaxRateList,
  ShippingRateList,
  QueueList,
  DeadJobList,
];
const desk = [TakeIntervention, SolveIntervention, RetryJob, ReadMail, ForecastMails];
const acrossModules = [
  Search,
  OrderPage,
  OrderLists,
  DashboardQueries,
  DailyFigures,
  CountDailyFigures,
  RevealPersonalData,
];

@Module({})
export class BackOfficeModule {
  /** With the very notifications of the app: made anew they would be a second module. */
  static with(notifications: DynamicModule): DynamicModule {
    return {
      module: BackOfficeModule,
      imports: [MovesModule, PaymentsModule, notifications],
      providers: [...lists, ...desk, ...acrossModules],
    };
  }
}
