import { type DynamicModule, Module } from '@nestjs/common';
import { InvoicesModule } from '../invoices/index.js';
import { OrdersModule } from '../orders/index.js';
import { PartnersModule } from '../partners/index.js';
import { DailyFigures } from './dashboard/daily-figures.queries.js';
import { CountDailyFigures } from './dashboard/daily-figures.sweep.js';
import { DashboardQueries } from './dashboard/dashboard.queries.js';
import { OrderLists } from './order-page/order-lists.js';
import { OrderPage } from './order-page/order-page.queries.js';
import { RevealPersonalData } from './reveal-personal-data.use-case.js';
import { Search } from './search/search.queries.js';

@Module({})
export class BackOfficeModule {
  /** With the very notifications of the app: made anew they would be a second module. */
  static with(notifications: DynamicModule): DynamicModule {
    return {
      module: BackOfficeModule,
      imports: [OrdersModule, InvoicesModule, notifications, PartnersModule],
      providers: [
        Search,
        OrderPage,
        OrderLists,
        DashboardQueries,
        DailyFigures,
        CountDailyFigures,
        RevealPersonalData,
      ],
    };
  }
}
