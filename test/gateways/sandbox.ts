import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, readConfig } from '../../src/config.js';
import { Gateway } from '../support/gateway.js';
import { freePort } from '../support/ports.js';
import { type Running, testEnvironment } from '../support/processes.js';
import { Inbox } from './inbox.js';

type Launch = (port: number, dataDir: string, args: readonly string[]) => Promise<Running>;

/** One of our sandboxes as a process of its own, and where its webhooks arrive. */
export interface Sandbox {
  readonly port: number;
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
    port,
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

/** Settings with what an adapter reads of them; a variable set to '' is absent. */
export const configWith = (extra: Readonly<Record<string, string>>): Config =>
  readConfig(testEnvironment({ databaseUrl: 'postgres://127.0.0.1:9/none', extra }));

/** Quicker than a hung call is worth waiting for, slower than a busy machine answers. */
export const HASTY = { GATEWAY_CALL_SECONDS: '0.5' } as const;

/** Longer than any call of a test may take. */
export const patience = (): Date => new Date(Date.now() + 10_000);
