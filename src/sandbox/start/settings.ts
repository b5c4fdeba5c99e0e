import { join, relative } from 'node:path';
import { ensureKeyFile } from '../../tokeniser/key-file.js';
import { SetupError } from '../setup-error.js';
import { ensureSecrets } from './secrets.js';

/** What may be missing from the environment, and then is decided here; a value that is present wins. */
export interface Settings {
  root: string;
  /** Everything that a start leaves behind: data, logs, secrets. Deleting it starts from nothing. */
  folder: string;
  ports: Record<PortName, number>;
  /** Where the api is reached from this machine, whatever it binds to. */
  apiUrl: string;
  panelUrl: string;
  /** For the tokeniser alone: the application is not even told where it is. */
  cardKeysFile: string;
  /** The application's environment, complete but for the database. */
  environment: NodeJS.ProcessEnv;
  /** The parts of the world that the environment does not point elsewhere for. */
  ours: { postgres: boolean; gateway: boolean; paypal: boolean; mailbox: boolean };
}

export const portNames = [
  'PORT',
  'ADMIN_PORT',
  'GATEWAY_PORT',
  'PAYPAL_PORT',
  'MAILBOX_PORT',
  'SMTP_PORT',
  'POSTGRES_PORT',
] as const;
export type PortName = (typeof portNames)[number];

const defaultPorts: Record<PortName, number> = {
  PORT: 3000,
  ADMIN_PORT: 3001,
  GATEWAY_PORT: 4242,
  PAYPAL_PORT: 4243,
  MAILBOX_PORT: 1080,
  SMTP_PORT: 1025,
  POSTGRES_PORT: 54_329,
};

/** Constant, for they open nothing but the PayPal of this machine's sandbox. */
const sandboxPayPal = {
  PAYPAL_CLIENT_ID: 'settle-sandbox',
  PAYPAL_CLIENT_SECRET: 'on-this-machine-only',
  PAYPAL_WEBHOOK_ID: 'SETTLEONTHISMACHINE',
};

const anyAddress = new Set(['0.0.0.0', '::']);

export function readSettings(root: string, folder: string, given: NodeJS.ProcessEnv): Settings {
  // An empty variable counts as absent, as it does for the application.
  const { CARD_KEYS_FILE: givenKeys, ...present } = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== ''),
  );
  const ports = Object.fromEntries(portNames.map((name) => [name, readPort(name, present)])) as Record<
    PortName,
    number
  >;
  const cardKeysFile = givenKeys ?? join(folder, 'card-keys.json');
  if (!givenKeys) ensureKeyFile(cardKeysFile);

  const host = present.HOST ?? '127.0.0.1';
  const apiUrl = `http://${anyAddress.has(host) ? '127.0.0.1' : host}:${ports.PORT}`;
  const panelUrl = `http://${anyAddress.has(host) ? '127.0.0.1' : host}:${ports.ADMIN_PORT}`;
  // An account of one's own, without an address, is one at PayPal itself.
  const paypal = !present.PAYPAL_API_URL && !present.PAYPAL_CLIENT_ID;
  return {
    root,
    folder,
    ports,
    apiUrl,
    panelUrl,
    cardKeysFile,
    ours: {
      postgres: !present.DATABASE_URL,
      gateway: !present.STRIPE_API_URL,
      paypal,
      mailbox: !present.SMTP_URL,
    },
    environment: {
      HOST: host,
      PORT: String(ports.PORT),
      ADMIN_PORT: String(ports.ADMIN_PORT),
      PUBLIC_URL: apiUrl,
      ...ensureSecrets(folder),
      // Seen from the root, where every part runs: a socket's path may have 107 bytes, the root's own may be longer.
      CARD_TOKENISER_SOCKET: relative(root, join(folder, 'tokeniser.sock')),
      STRIPE_API_URL: `http://127.0.0.1:${ports.GATEWAY_PORT}`,
      ...(paypal && { ...sandboxPayPal, PAYPAL_API_URL: `http://127.0.0.1:${ports.PAYPAL_PORT}` }),
      SMTP_URL: `smtp://127.0.0.1:${ports.SMTP_PORT}`,
      MAIL_FROM: 'Settle <orders@settle.example>',
      // Who tries webhooks out listens on this machine.
      WEBHOOK_ALLOW_INSECURE: 'true',
      WEBHOOK_ALLOW_PRIVATE: 'true',
      ...present,
    },
  };
}

function readPort(name: PortName, present: NodeJS.ProcessEnv): number {
  const port = Number(present[name] ?? defaultPorts[name]);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new SetupError(
    `${name} is "${present[name]}": set it to a port number between 1 and 65535, or leave it out.`,
  );
}
