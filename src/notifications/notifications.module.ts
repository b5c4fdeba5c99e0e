import { MailerModule } from '@nestjs-modules/mailer';
import { Module } from '@nestjs/common';
import { CONFIG } from '../config.js';
import { InvoicesModule } from '../invoices/index.js';
import { OrdersModule } from '../orders/index.js';
import { mailerOptions } from './mailer-options.js';
import { MailsRepository } from './mails.repository.js';
import { OrderDesk } from './order-desk.js';
import { Postman } from './postman.js';
import { SendMail } from './send-mail.use-case.js';
import { SendMails } from './send-mails.handler.js';

@Module({
  imports: [
    OrdersModule,
    InvoicesModule,
    MailerModule.forRootAsync({ imports: [], inject: [CONFIG], useFactory: mailerOptions }),
  ],
  providers: [MailsRepository, OrderDesk, Postman, SendMail, SendMails],
})
export class NotificationsModule {}
