import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A process that accepts every mail and keeps none: the full box needs a peer that is never the bottleneck. */
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData: (stream, _session, done) => {
    stream.on('end', () => done());
    stream.resume();
  },
});
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.server.address() as AddressInfo).port });
});
for (const event of ['SIGTERM', 'disconnect']) process.on(event, () => process.exit(0));
