import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A process that accepts every mail and keeps none: the full box needs a peer that is never the bottleneck. */
const ORDER = /^X-Settle-Order: *(\S+)/im;

/** When a mail was accepted, as it is told to the parent. */
export interface Accepted {
  readonly orderId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData: (stream, _session, done) => {
    let head: string | undefined;
    stream.on('data', (chunk: Buffer) => (head ??= chunk.toString('latin1')));
    stream.on('end', () => {
      done();
      const orderId = ORDER.exec(head ?? '')?.[1];
      if (orderId) process.send?.({ orderId, at: Date.now() } satisfies Accepted);
    });
  },
});
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.server.address() as AddressInfo).port });
});
for (const event of ['SIGTERM', 'disconnect']) process.on(event, () => process.exit(0));
