import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';

let data: string;
let web: number;
let smtp: number;
let mailbox: ChildProcess | undefined;

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'settle-mailbox-'));
  [web, smtp] = [await freePort(), await freePort()];
});

afterEach(() => mailbox?.kill('SIGKILL'));
afterAll(() => rmSync(data, { recursive: true, force: true }));

test('a mail that was taken is in the mailbox after a restart too, and the page is there for everybody', async () => {
  mailbox = await open();
  const transport = createTransport({ host: '127.0.0.1', port: smtp, ignoreTLS: true });
  await transport.sendMail({
    from: 'orders@settle.example',
    to: 'demo@settle.example',
    subject: 'Thank you',
    text: 'ORD-1',
  });
  transport.close();
  expect(await subjects()).toEqual(['Thank you']);
  mailbox.kill('SIGTERM');
  await once(mailbox, 'exit');

  mailbox = await open();

  expect(await subjects()).toEqual(['Thank you']);
  const page = await fetch(`http://127.0.0.1:${web}/`);
  expect(page.status).toBe(200);
  // Nothing is loaded from elsewhere: it works without a network.
  expect(await page.text()).not.toMatch(/(src|href)="(https?:)?\/\//);
});

test('the mailbox ends with the process that started it', async () => {
  mailbox = await open();

  mailbox.disconnect();

  expect(await once(mailbox, 'exit')).toEqual([0, null]);
});

async function open(): Promise<ChildProcess> {
  const args = ['--web', String(web), '--smtp', String(smtp), '--data', data];
  const node = spawn(process.execPath, ['src/sandbox/mailbox.ts', ...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  expect(await once(node, 'message')).toMatchObject([{ ready: true }, undefined]);
  return node;
}

async function subjects(): Promise<string[]> {
  const answer = await fetch(`http://127.0.0.1:${web}/api/email`);
  return ((await answer.json()) as { subject: string }[]).map((mail) => mail.subject);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
