import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Gateway } from '../support/gateway.js';
import { freePort } from '../support/ports.js';
import type { Running } from '../support/processes.js';
import { Inbox } from './inbox.js';

type Launch = (port: number, dataDir: string, args: readonly string[]) => Promise<Running>;

/** One of our sandboxes as a process of its own, and where its webhooks arrive. */
export interface Sandbox {
  readonly url: string;
  readonly controls: Gateway;
  readonly inbox: Inbox;
  stop(): Promise<void>;
}

export async function openSandbox(
  launch: Launch,
  argsFor: (webhookUrl: string) => readonly string[],
): Promise<Sandbox> {
  const dataDir = mkdtempSync(join(tmpdir(), 'settle-provider-'));
  const inbox = await Inbox.open();
  const port = await freePort();
  const start = () => launch(port, dataDir, argsFor(inbox.url));
  const url = `http://127.0.0.1:${port}`;
  const controls = new Gateway(url, await start(), start);
  return {
    url,
    controls,
    inbox,
    stop: async () => {
      await controls.running.stop();
      await inbox.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What the adapters read of the settings; the rest has to be there. */
export const SETTINGS = {
  DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none',
  JWT_SECRET: 'a-secret-of-tests-that-is-long-enough',
  CARD_KEYS_FILE: 'none',
  SMTP_URL: 'smtp://127.0.0.1:9',
  MAIL_FROM: 'Settle <orders@settle.example>',
  STRIPE_SECRET_KEY: 'sk_test_none',
  STRIPE_WEBHOOK_SECRET: 'whsec_none',
} as const;

/** Quicker than a hung call is worth waiting for, slower than a busy machine answers. */
export const HASTY_SECONDS = '0.5';
