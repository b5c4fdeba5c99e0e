import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { buffer } from 'node:stream/consumers';
import { eventually } from './eventually.js';

/** What a mail server does to a sender. */
export interface MailFaults {
  /** Answers a recipient with this SMTP code (450 later, 550 never); `undefined`: takes it. */
  readonly recipient?: (address: string) => number | undefined;
  /** After the message: `stall` never answers; `lose` keeps it and cuts the connection; a code refuses it. */
  readonly message?: 'stall' | 'lose' | number;
}

export interface MailSink {
  readonly port: number;
  readonly mails: ParsedMail[];
  /** As they came, header by header. */
  readonly raw: string[];
  /** Connections that were made to it so far. */
  readonly connections: number;
  /** From now on; without any it takes everything. */
  behave(faults?: MailFaults): void;
  /** Nobody listens until it comes back. */
  goDown(): Promise<void>;
  comeBack(): Promise<void>;
  /** Waits for the mail of an order whose subject contains the words. */
  mailFor(orderId: string, words: string): Promise<ParsedMail>;
  stop(): Promise<void>;
}

const refusing = (code: number): Error => Object.assign(new Error('not today'), { responseCode: code });

/** A real SMTP server on loopback that keeps what it accepts. */
export async function startMailSink(): Promise<MailSink> {
  const mails: ParsedMail[] = [];
  const raw: string[] = [];
  let connections = 0;
  let faults: MailFaults = {};
  let server = serve();

  function serve(): SMTPServer {
    const made = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      // What stalls is cut when the sink goes down.
      closeTimeout: 100,
      onConnect: (_session, done) => {
        connections += 1;
        done();
      },
      onRcptTo: ({ address }, _session, done) => {
        const code = faults.recipient?.(address);
        done(code === undefined ? null : refusing(code));
      },
      onData: (stream, session, done) => {
        buffer(stream)
          .then(async (bytes) => {
            const { message } = faults;
            if (message === 'stall') return;
            if (typeof message === 'number') return done(refusing(message));
            raw.push(bytes.toString());
            mails.push(await simpleParser(bytes));
            if (message === 'lose') cut(made, session);
            else done();
          })
          .catch((error: unknown) => done(error as Error));
      },
    });
    // A sender that is killed resets its connection; the other mails are none the worse for it.
    made.on('error', () => undefined);
    return made;
  }
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  await listen(0);
  const { port } = server.server.address() as { port: number };
  return {
    port,
    mails,
    raw,
    get connections() {
      return connections;
    },
    behave: (wanted = {}) => {
      faults = wanted;
    },
    goDown: close,
    comeBack: () => {
      server = serve();
      return listen(port);
    },
    mailFor: (orderId, words) =>
      eventually(() => mails.find((mail) => mail.subject?.includes(orderId) && mail.subject.includes(words))),
    stop: close,
  };
}

interface Connection {
  readonly session: SMTPServerSession;
  readonly _socket: { destroy(): void };
}

function cut(server: SMTPServer, { id }: SMTPServerSession): void {
  const { connections } = server as unknown as { connections: ReadonlySet<Connection> };
  for (const { session, _socket } of connections) if (session.id === id) _socket.destroy();
}
