import { MailerModule } from '@nestjs-modules/mailer';
import { Module } from '@nestjs/common';
import { CONFIG } from '../config.js';
import { InvoicesModule } from '../invoices/index.js';
import { OrdersModule } from '../orders/index.js';
import { mailerOptions } from './mailer-options.js';
import { MailsRepository } from './mails.repository.js';
import { OnOrderCancelled } from './on-order-cancelled.handler.js';
import { OnOrderConfirmed } from './on-order-confirmed.handler.js';
import { OnLateMoneyReturned } from './on-late-money-returned.handler.js';
import { Postman } from './postman.js';
import { SendMail } from './send-mail.use-case.js';

@Module({
  imports: [
    OrdersModule,
    InvoicesModule,
    MailerModule.forRootAsync({ imports: [], inject: [CONFIG], useFactory: mailerOptions }),
  ],
  providers: [MailsRepository, Postman, SendMail, OnOrderConfirmed, OnOrderCancelled, OnLateMoneyReturned],
})
export class NotificationsModule {}
