/**
 * Notifications: the mails that orders, accounts and stock cause.
 * Owns the mails table: one row for each event and template, with what became of it.
 * Promises: one mail for one event, sent after its commit and retried until the mail server takes or refuses it, or a
 * person has to; its Message-ID is made from the event, so that a mail whose answer was lost is recognised as the same one.
 * Never: called by another module, a reason for an order to fail, personal data in an error or a log.
 * Start reading at mail-table.ts, then send-mail.use-case.ts.
 */
export { NotificationsModule } from './notifications.module.js';
export { ResendMail, type ResendMailCommand } from './resend-mail.use-case.js';
