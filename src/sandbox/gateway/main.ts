import type { AddressInfo } from 'node:net';
import { Gateway } from './gateway.js';
import { answerWith, createGatewayServer } from './server.js';
import { readSettings, type Settings, USAGE } from './settings.js';

const settings = settingsOrExit();
const server = createGatewayServer();
let gateway: Gateway | undefined;

server.on('error', (error: NodeJS.ErrnoException) => {
  const isTaken = error.code === 'EADDRINUSE';
  exitWith(
    isTaken
      ? `Port ${settings.port} is in use: stop what listens there, or give the gateway another one with --port.`
      : `The sandbox gateway cannot listen on ${settings.host}:${settings.port}: ${error.message}`,
  );
});
server.listen(settings.port, settings.host, () => {
  const { port } = server.address() as AddressInfo;
  gateway = new Gateway(settings);
  answerWith(server, gateway);
  gateway.start();
  console.log(`Sandbox payment gateway on http://${settings.host}:${port}`);
  process.send?.({ ready: true, port });
});

process.on('SIGTERM', stop);
process.on('SIGINT', stop);
// A parent that was killed cannot stop us: the end of its channel does.
process.on('disconnect', stop);

/** What is answered is on disk already, so there is nothing to wait for. */
function stop(): void {
  gateway?.store.close();
  process.exit(0);
}

function settingsOrExit(): Settings {
  try {
    return readSettings(process.argv.slice(2));
  } catch (error) {
    return exitWith(`${(error as Error).message}\n${USAGE}`);
  }
}

function exitWith(message: string): never {
  console.error(message);
  process.exit(1);
}
