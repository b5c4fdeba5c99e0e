import { eventually } from '../support/eventually.js';
import { PanelBrowser } from '../support/browser.js';
import { PanelClient } from '../support/panel-client.js';
import type { Running } from '../support/processes.js';
import { codeOf, emailOf, freshCode, keyOf, passwordOf } from '../support/staff.js';
import { World } from '../support/world.js';

/** A world, a panel and mostly a browser. */
const STARTING_MS = 90_000;

const OWNER = 'owner@shop.example';

describe('logging in to the panel', () => {
  let world: World;
  let panelUrl: string;
  let panel: Running;
  let browser: PanelBrowser;

  beforeAll(async () => {
    world = await World.start({ settings: { SECURITY_MAIL_TO: OWNER } });
    ({ panelUrl, running: panel } = await world.startPanel());
    browser = await PanelBrowser.open(panelUrl);
  }, STARTING_MS);
  afterAll(async () => {
    await browser.close();
    await panel.stop();
    await world.stop();
  });

  it('needs a password and a code, and asks nothing of any other machine', async () => {
    const page = await browser.loggedIn(world.db, 'admin');

    await page.getByText('admin@settle.example').first().waitFor();
    await page.goto(`${panelUrl}/resources/products`);
    await page
      .getByRole('cell', { name: 'Stoneware mug' })
      .or(page.getByText('Canvas apron'))
      .first()
      .waitFor();

    expect(browser.remote).toEqual([]);
    expect(browser.complaints).toEqual([]);
  });

  it('a code is good once', async () => {
    const code = await freshCode(world.db, 'finance');
    const [first, second] = [new PanelClient(panelUrl), new PanelClient(panelUrl)];
    for (const client of [first, second]) await client.logIn(emailOf('finance'), passwordOf('finance'));

    expect((await first.passSecondFactor(code)).status).toBe(303);
    expect((await second.passSecondFactor(code)).status).toBe(401);
  });

  it('a password alone opens nothing', async () => {
    const client = new PanelClient(panelUrl);
    await client.logIn(emailOf('auditor'), passwordOf('auditor'));

    for (const path of ['/', '/resources/products', '/api/resources/products/actions/list', '/password']) {
      const answer = await client.get(path);
      expect([path, answer.status, answer.headers.get('location')]).toEqual([
        path,
        302,
        '/admin/second-factor',
      ]);
    }
    expect((await client.post('/do/correct-stock/prod_mug', {})).status).toBe(401);
  });

  it('a wrong password, an unknown address and a locked account are one answer, slowly; the owner is told', async () => {
    const email = emailOf('support');
    const answers: { status: number; text: string; tookMs: number }[] = [];
    const tries: [string, string][] = [
      ['nobody@settle.example', 'x'],
      ...Array.from({ length: 5 }, (): [string, string] => [email, 'not-the-password']),
      // Right, and too late.
      [email, passwordOf('support')],
    ];
    for (const [address, password] of tries) {
      const before = performance.now();
      const answer = await new PanelClient(panelUrl).logIn(address, password);
      const tookMs = performance.now() - before;
      answers.push({ status: answer.status, text: await answer.text(), tookMs });
    }

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    // The log-in page has nothing that differs: it carries neither address nor count.
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    for (const { tookMs } of answers) expect(tookMs).toBeGreaterThan(950);
    const mails = await eventually(() => {
      const told = world.mail.mails.filter(({ to }) => JSON.stringify(to).includes(OWNER));
      return told.length > 0 && told;
    });
    expect(mails.map(({ subject }) => subject)).toEqual([`Log-in locked: ${email}`]);
  });

  it('guesses of one moment are counted before they are looked at', async () => {
    const guesses = Array.from({ length: 12 }, (_, index) =>
      new PanelClient(panelUrl).logIn(emailOf('fulfilment'), `guess-${index}`),
    );
    await Promise.all(guesses);

    const { rows } = await world.db.query(
      `select failed_attempts, locked_until > now() as locked from staff_members where email_key = $1`,
      [keyOf(emailOf('fulfilment'))],
    );
    expect(rows).toEqual([{ failed_attempts: 5, locked: true }]);
  });

  it('wrong codes are counted with wrong passwords', async () => {
    await world.db.query(
      'update staff_members set failed_attempts = 0, locked_until = null where email_key = $1',
      [keyOf(emailOf('fulfilment'))],
    );
    const client = new PanelClient(panelUrl);
    await client.logIn(emailOf('fulfilment'), passwordOf('fulfilment'));
    for (let wrong = 0; wrong < 5; wrong++)
      expect((await client.passSecondFactor('000000')).status).toBe(401);

    expect((await client.passSecondFactor(await freshCode(world.db, 'fulfilment'))).status).toBe(401);
  });

  it('somebody new sets up a second factor and chooses a password before anything opens', async () => {
    const email = 'kim@shop.example';
    const added = await world.run('staff', 'add', email, '--role', 'finance');
    const password = /one-time password\s+(\S+)/.exec(added.stdout)?.[1] ?? '';
    const page = await browser.page();
    await page.goto(panelUrl);
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Continue' }).click();

    await page.getByAltText('QR code for your authenticator app').waitFor();
    const secret = ((await page.locator('.secret').textContent()) ?? '').replaceAll(/\s/g, '');
    await page.getByLabel('Code').fill(codeOf(secret));
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByLabel('New password').fill('a password of their own');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL(panelUrl);

    const { rows } = await world.db.query(
      'select totp_sealed, password_hash from staff_members where email_key = $1',
      [keyOf(email)],
    );
    expect(JSON.stringify(rows)).not.toContain(secret);
    // The one-time password was for once.
    expect((await new PanelClient(panelUrl).logIn(email, password)).status).toBe(401);
  });
});

describe('a session of the panel', () => {
  let world: World;
  let panelUrl: string;
  let panel: Running;

  beforeAll(async () => {
    world = await World.start({ worker: false });
    ({ panelUrl, running: panel } = await world.startPanel());
  }, STARTING_MS);
  afterAll(async () => {
    await panel.stop();
    await world.stop();
  });

  const isOpen = async (client: PanelClient) =>
    (await client.getJson('/do/correct-stock/prod_mug')).status === 200;
  const admin = () => PanelClient.of(panelUrl, world.db, 'admin');
  const age = (column: 'idle_until' | 'absolute_until') =>
    world.db.query(
      `update staff_sessions set ${column} = now() - interval '1 second' where revoked_at is null`,
    );

  it.each(['idle_until', 'absolute_until'] as const)('ends when its time is over: %s', async (column) => {
    const client = await admin();
    expect(await isOpen(client)).toBe(true);

    await age(column);

    expect(await isOpen(client)).toBe(false);
    expect((await client.get('/')).headers.get('location')).toBe('/admin/login');
  });

  it('begins its idle time anew with each request, and never passes its end', async () => {
    await world.db.query('update staff_sessions set revoked_at = now()');
    const client = await admin();
    await world.db.query(
      `update staff_sessions set idle_until = now() + interval '1 minute', absolute_until = now() + interval '5 minutes'
       where revoked_at is null`,
    );

    await client.get('/');

    const { rows } = await world.db.query(
      `select idle_until = absolute_until as capped from staff_sessions where revoked_at is null`,
    );
    expect(rows).toEqual([{ capped: true }]);
  });

  it('leaving ends it; the cookie that somebody kept opens nothing', async () => {
    const client = await admin();
    const thief = client.steal();

    await client.leave('this');

    expect(await isOpen(thief)).toBe(false);
  });

  it('signing out everywhere ends those of all machines', async () => {
    const [office, home] = [await admin(), await admin()];

    await home.leave('all');

    expect([await isOpen(office), await isOpen(home)]).toEqual([false, false]);
  });

  it('its cookie is for the panel alone, and no script reads it', async () => {
    const answer = await new PanelClient(panelUrl).logIn(emailOf('admin'), passwordOf('admin'));
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('settle_admin='));
    expect(cookie).toMatch(/; Path=\/admin; HttpOnly; SameSite=Strict$/);
  });

  it('the second factor brings another token than the password did', async () => {
    const client = new PanelClient(panelUrl);
    await client.logIn(emailOf('admin'), passwordOf('admin'));
    const planted = client.steal();

    await client.passSecondFactor(await freshCode(world.db, 'admin'));

    expect(await isOpen(client)).toBe(true);
    expect(await isOpen(planted)).toBe(false);
  });
});
