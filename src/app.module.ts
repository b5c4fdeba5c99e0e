import { type DynamicModule, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { HealthController } from './app/health.controller.js';
import { MetricsController } from './app/metrics.controller.js';
import { MetricsQueries } from './app/metrics.queries.js';
import { ProblemsController } from './app/problems.controller.js';
import { RootController } from './app/root.controller.js';
import { AuditInterceptor, AuditModule } from './audit/index.js';
import { AuthModule } from './auth/index.js';
import { CartModule } from './cart/index.js';
import { CatalogueModule } from './catalogue/index.js';
import type { Config } from './config.js';
import { InterventionsModule } from './interventions/index.js';
import { InvoicesModule } from './invoices/index.js';
import { NotificationsModule } from './notifications/index.js';
import { OrdersModule } from './orders/index.js';
import { PartnersModule } from './partners/index.js';
import { PaymentsModule } from './payments/index.js';
import { IdempotencyInterceptor } from './shared/http/idempotency.interceptor.js';
import { SharedModule } from './shared/shared.module.js';
import { TariffsModule } from './tariffs/index.js';

/** Modules that only some processes have; they stand to the right of notifications, of which there is one. */
export type More = (notifications: DynamicModule) => NonNullable<DynamicModule['imports']>;

/** The modules in their one order: each imports only from those before it. */
@Module({})
export class AppModule {
  static with(config: Config, more: More = () => []): DynamicModule {
    const notifications = NotificationsModule.with(config);
    return {
      module: AppModule,
      imports: [
        SharedModule.with(config),
        AuditModule,
        InterventionsModule,
        AuthModule,
        CatalogueModule,
        TariffsModule,
        PaymentsModule,
        CartModule,
        OrdersModule,
        InvoicesModule,
        notifications,
        PartnersModule,
        ...more(notifications),
      ],
      controllers: [RootController, HealthController, MetricsController, ProblemsController],
      providers: [
        MetricsQueries,
        { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
        { provide: APP_INTERCEPTOR, useClass: AuditInterceptor },
      ],
    };
  }
}
