import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/ports.js';

const built = (path: string): string => join(process.cwd(), 'dist', path);

describe('npm run verify', () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'settle-verify-'));
    // Open to the account that Postgres runs as where the tests are run by root.
    chmodSync(root, 0o755);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  /** Runs a line of a program of the box over `root`; what the environment says is all that it is told. */
  function run(module: string, line: string, environment: NodeJS.ProcessEnv = {}): ChildProcess {
    const program = join(root, `${module.replaceAll('/', '-')}.mjs`);
    const from = pathToFileURL(built(`sandbox/start/${module}.js`)).href;
    writeFileSync(program, `import * as box from ${JSON.stringify(from)};\nprocess.exit(await ${line});\n`);
    return spawn(process.execPath, [program], { env: { PATH: process.env['PATH'], ...environment } });
  }

  async function verify(): Promise<{ code: number; stdout: string; stderr: string }> {
    const application = JSON.stringify(built('main.js'));
    const child = run('run-in-box', `box.runInBox(${JSON.stringify(root)}, ${application}, 'verify', [])`);
    const closed = once(child, 'close');
    const [stdout, stderr] = await Promise.all([text(child.stdout!), text(child.stderr!)]);
    return { code: ((await closed) as [number])[0], stdout, stderr };
  }

  it('says so where nothing runs', async () => {
    const { code, stdout, stderr } = await verify();
    expect(stderr).toMatch(/^Settle does not run from this folder: start it with npm start.+\n$/);
    expect([code, stdout]).toEqual([2, '']);
  });

  it('finds what npm start runs, on whatever ports, without being told anything', async () => {
    const names = [
      'PORT',
      'ADMIN_PORT',
      'GATEWAY_PORT',
      'MAILBOX_PORT',
      'SMTP_PORT',
      'POSTGRES_PORT',
      'PAYPAL_PORT',
    ];
    const ports = await Promise.all(names.map(async (name) => [name, String(await freePort())] as const));
    const programs = JSON.stringify({
      application: built('main.js'),
      gateway: built('sandbox/gateway/main.js'),
      paypal: built('sandbox/paypal/main.js'),
      mailbox: built('sandbox/mailbox.js'),
      panel: built('admin/main.js'),
      tokeniser: built('tokeniser/main.js'),
    });
    const box = run('run', `box.run(${JSON.stringify(root)}, ${programs})`, Object.fromEntries(ports));
    let output = '';
    for (const stream of [box.stdout!, box.stderr!]) stream.on('data', (chunk) => (output += String(chunk)));
    const ended = once(box, 'exit');
    try {
      await eventually(() => output.includes('Ctrl-C'), { withinMs: 25_000 });
      const { code, stdout, stderr } = await verify();
      expect(stdout).toMatch(
        /^No break in 0 orders.+, 0 stripe movements, 0 foreign stripe movements, 0 paypal movements, 0 foreign paypal movements\.\n$/,
      );
      expect([code, stderr]).toEqual([0, '']);
    } finally {
      box.kill('SIGTERM');
      await ended;
    }
  }, 60_000);
});
