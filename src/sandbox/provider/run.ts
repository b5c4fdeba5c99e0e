import type { AddressInfo } from 'node:net';
import { answerWith, createProviderServer, type Serve } from './server.js';

interface Address {
  host: string;
  port: number;
}

interface Opened {
  serve: Serve;
  /** Takes up what the last process left undone. */
  start(): void;
  close(): void;
}

export interface ProviderProgram<S extends Address> {
  /** "sandbox payment gateway" */
  name: string;
  usage: string;
  /** Throws a sentence that says what is wrong with the command line. */
  readSettings: (args: string[]) => S;
  /** Opens the state, once the port is known to be ours alone. */
  open: (settings: S, port: number) => Opened;
}

/** A provider as a process: it says `{ready: true, port}` over IPC, and ends when its parent does. */
export function runProvider<S extends Address>({
  name,
  usage,
  readSettings,
  open,
}: ProviderProgram<S>): void {
  const settings = settingsOrExit();
  const { host } = settings;
  const server = createProviderServer();
  let provider: Opened | undefined;

  server.on('error', (error: NodeJS.ErrnoException) => {
    exitWith(
      error.code === 'EADDRINUSE'
        ? `Port ${settings.port} is in use: stop what listens there, or give the ${name} another one with --port.`
        : `The ${name} cannot listen on ${host}:${settings.port}: ${error.message}`,
    );
  });
  server.listen(settings.port, host, () => {
    const { port } = server.address() as AddressInfo;
    provider = open(settings, port);
    answerWith(server, name, provider.serve);
    provider.start();
    console.log(`The ${name} is on http://${host}:${port}`);
    process.send?.({ ready: true, port });
  });

  // A parent that was killed cannot stop us: the end of its channel does.
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect']) {
    process.on(event, () => {
      // What is answered is on disk already, so there is nothing to wait for.
      provider?.close();
      process.exit(0);
    });
  }

  function settingsOrExit(): S {
    try {
      return readSettings(process.argv.slice(2));
    } catch (error) {
      return exitWith(`${(error as Error).message}\n${usage}`);
    }
  }
}

function exitWith(message: string): never {
  console.error(message);
  process.exit(1);
}
