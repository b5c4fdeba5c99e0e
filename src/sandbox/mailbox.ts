import { parseArgs } from 'node:util';

/**
 * A mailbox for every mail that Settle sends: SMTP in, a page and an API (`/api/email`) out; nothing leaves this machine.
 * A process of its own: it takes a second to load and 180 MB, and neither belongs to the api.
 */
const { values: options } = parseArgs({
  options: {
    web: { type: 'string', default: '1080' },
    smtp: { type: 'string', default: '1025' },
    host: { type: 'string', default: '127.0.0.1' },
    data: { type: 'string', default: '.settle/mailbox' },
  },
});

/** Past this the oldest mails go; everything that is kept is in memory as well. */
const keptMails = 1000;

// Mails are on disk before SMTP says yes, so nothing is lost by leaving at once.
for (const event of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(event, () => process.exit(0));

// Loaded only now: a parent that dies meanwhile is noticed.
const { MailDev } = await import('maildev');
const mailbox = new MailDev({
  smtp: Number(options.smtp),
  ip: options.host,
  web: Number(options.web),
  webIp: options.host,
  mailDirectory: options.data,
  maxEmails: keptMails,
});

try {
  const { api } = await mailbox.start();
  // The page is sent only to those who ask for HTML by name; a plain curl of the address should see it too.
  api?.server.server.prependListener('request', (request) => {
    if (request.url === '/') request.headers.accept = 'text/html';
  });
  console.log(`Mailbox at http://${options.host}:${options.web}, SMTP on ${options.host}:${options.smtp}`);
  process.send?.({ ready: true });
} catch (error) {
  console.error(`The mailbox cannot start: ${(error as Error).message}`);
  process.exit(1);
}
