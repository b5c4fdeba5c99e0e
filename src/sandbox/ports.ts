import { createServer } from 'node:net';
import { SetupError } from './setup-error.js';

/** Asks the system itself by taking the port for a moment: a connection attempt would miss a server that does not answer. */
export async function isPortFree(port: number, host: string): Promise<boolean> {
  const probe = createServer();
  return new Promise((resolve, reject) => {
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(new SetupError(`Port ${port} on ${host} cannot be opened (${error.message}).`));
    });
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
