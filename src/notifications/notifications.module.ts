import { MailerModule } from '@nestjs-modules/mailer';
import { type DynamicModule, Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { CONFIG, type Config } from '../config.js';
import { InvoicesModule } from '../invoices/index.js';
import { OrdersModule } from '../orders/index.js';
import { AccountDesk } from './account-desk.js';
import { mailerOptions } from './mailer-options.js';
import { MailsController } from './mails.controller.js';
import { MailQueries } from './mails.queries.js';
import { MailsRepository } from './mails.repository.js';
import { OrderDesk } from './order-desk.js';
import { Postman } from './postman.js';
import { PreviewController } from './preview/preview.controller.js';
import { ResendMail } from './resend-mail.use-case.js';
import { SendMail } from './send-mail.use-case.js';
import { SendMails } from './send-mails.handler.js';
import { ShopDesk } from './shop-desk.js';

@Module({
  imports: [
    AuthModule,
    OrdersModule,
    InvoicesModule,
    MailerModule.forRootAsync({ imports: [], inject: [CONFIG], useFactory: mailerOptions }),
  ],
  controllers: [MailsController],
  providers: [
    MailsRepository,
    MailQueries,
    OrderDesk,
    AccountDesk,
    ShopDesk,
    Postman,
    SendMail,
    SendMails,
    ResendMail,
  ],
  exports: [MailsRepository, OrderDesk, ShopDesk],
})
export class NotificationsModule {
  /** What is for those who work on the mails is not there in production. */
  static with({ NODE_ENV }: Pick<Config, 'NODE_ENV'>): DynamicModule {
    return {
      module: NotificationsModule,
      controllers: NODE_ENV === 'production' ? [] : [PreviewController],
    };
  }
}
