import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { eventually } from './eventually.js';

export interface MailSink {
  readonly port: number;
  readonly mails: ParsedMail[];
  /** Waits for the mail of an order whose subject contains the words. */
  mailFor(orderId: string, words: string): Promise<ParsedMail>;
  stop(): Promise<void>;
}

/** A real SMTP server on loopback that keeps what it accepts. */
export async function startMailSink(): Promise<MailSink> {
  const mails: ParsedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      simpleParser(stream).then(
        (mail) => {
          mails.push(mail);
          done();
        },
        (error: Error) => done(error),
      );
    },
  });
  // A sender that is killed resets its connection; the other mails are none the worse for it.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as { port: number };
  return {
    port,
    mails,
    mailFor: (orderId, words) =>
      eventually(() => mails.find((mail) => mail.subject?.includes(orderId) && mail.subject.includes(words))),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
