import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isPortFree } from '../ports.js';
import { portOfRunningServer } from '../postgres.js';
import { SetupError } from '../setup-error.js';
import { portNames, type PortName, type Settings } from './settings.js';

/** What a start that was killed leaves behind ends by itself, gracefully: this is a little more than the api takes for it. */
const patienceAfterKillMs = 12_000;

const purposes: Record<PortName, string> = {
  PORT: 'the api',
  ADMIN_PORT: 'the admin panel',
  GATEWAY_PORT: 'the payment gateway',
  PAYPAL_PORT: 'PayPal',
  MAILBOX_PORT: "the mailbox's page",
  SMTP_PORT: "the mailbox's SMTP",
  POSTGRES_PORT: 'Postgres',
};

/** Before anything starts, and all at once: nobody wants to hear of the second port after having freed the first. */
export async function assertPortsFree(settings: Settings, afterKill: boolean): Promise<void> {
  assertDistinct(settings);
  const deadline = Date.now() + (afterKill ? patienceAfterKillMs : 0);
  let busy = await findBusy(settings);
  if (afterKill && busy.length > 0)
    console.log('The start before this one was killed: waiting for its processes to end.');
  while (busy.length > 0 && Date.now() < deadline) {
    await sleep(50);
    busy = await findBusy(settings);
  }
  if (busy.length === 0) return;
  const list = busy
    .map((name) => `port ${settings.ports[name]} for ${purposes[name]} (set by ${name})`)
    .join(', ');
  throw new SetupError(
    `In use by another program: ${list}. End that program, or choose another port: ${busy.map((name) => `${name}=${settings.ports[name] + 100}`).join(' ')} npm start`,
  );
}

async function findBusy(settings: Settings): Promise<PortName[]> {
  const checks = needed(settings).map(async (name) => {
    const host = name === 'PORT' || name === 'ADMIN_PORT' ? settings.environment.HOST : undefined;
    return (await isPortFree(settings.ports[name], host ?? '127.0.0.1')) ? [] : [name];
  });
  const busy = (await Promise.all(checks)).flat();
  // A Postgres of ours that a killed start left behind is no obstacle: it is adopted.
  const adoptable = busy.includes('POSTGRES_PORT')
    ? portOfRunningServer(join(settings.folder, 'postgres'))
    : undefined;
  return busy.filter((name) => name !== 'POSTGRES_PORT' || adoptable !== settings.ports.POSTGRES_PORT);
}

function needed({ ours }: Settings): PortName[] {
  const owners: Record<PortName, boolean> = {
    PORT: true,
    ADMIN_PORT: true,
    GATEWAY_PORT: ours.gateway,
    PAYPAL_PORT: ours.paypal,
    MAILBOX_PORT: ours.mailbox,
    SMTP_PORT: ours.mailbox,
    POSTGRES_PORT: ours.postgres,
  };
  return portNames.filter((name) => owners[name]);
}

function assertDistinct(settings: Settings): void {
  for (const name of needed(settings)) {
    const twin = needed(settings).find(
      (other) => other !== name && settings.ports[other] === settings.ports[name],
    );
    if (twin)
      throw new SetupError(
        `${name} and ${twin} are both ${settings.ports[name]}: give one of them another port.`,
      );
  }
}
