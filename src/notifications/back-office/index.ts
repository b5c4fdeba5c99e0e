/** The mails, as the panel lists them and shows each to who works on it. */
export { ForecastMails } from './forecast-mails.js';
export { type MailFilter, MailList, type MailListRow } from './mail-list.queries.js';
export { type MailContent, ReadMail, type ReadMailCommand } from './read-mail.use-case.js';
