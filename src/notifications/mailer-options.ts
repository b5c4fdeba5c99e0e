import type { MailerOptions } from '@nestjs-modules/mailer';
import type { Config } from '../config.js';

/** A mail server that is up greets and answers within a second; longer means it is down, and the job comes back. */
const CONNECT_LIMIT_MS = 5_000;
const GREETING_LIMIT_MS = 5_000;
const SILENCE_LIMIT_MS = 10_000;

/** One batch of jobs (20) goes out in four rounds; more connections from one sender many servers refuse. */
const CONNECTIONS = 5;

/**
 * How mails leave. Costs an api process nothing but the import: the pool connects with the first mail, and templates are
 * rendered by templates.ts, since a `template.adapter` here would load preview-email (0.3 s, 20 MB) at every start.
 */
export function mailerOptions(config: Config): MailerOptions {
  return {
    transport: {
      url: config.SMTP_URL,
      pool: true,
      maxConnections: CONNECTIONS,
      // Queued again are only mails of which no byte was sent: the server had closed the idle connection.
      maxRequeues: 1,
      connectionTimeout: CONNECT_LIMIT_MS,
      greetingTimeout: GREETING_LIMIT_MS,
      socketTimeout: SILENCE_LIMIT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
  };
}
