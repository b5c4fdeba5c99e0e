import { eventually } from '../support/eventually.js';
import { OpenPanel, STARTING_MS } from '../support/open-panel.js';
import { PanelClient } from '../support/panel-client.js';
import { codeOf, emailOf, freshCode, keyOf, passwordOf } from '../support/staff.js';
import type { World } from '../support/world.js';

const OWNER = 'owner@shop.example';
/** Another process has to start. */
const PROCESS_MS = 60_000;

let panel: OpenPanel;
let world: World;

beforeAll(async () => {
  panel = await OpenPanel.start({ settings: { SECURITY_MAIL_TO: OWNER } });
  ({ world } = panel);
}, STARTING_MS);
afterAll(() => panel?.stop());

describe('logging in to the panel', () => {
  it('needs a password and a code, and asks nothing of any other machine', async () => {
    const page = await panel.browser.loggedIn(world.db, 'admin');

    await page.getByText('admin@settle.example').first().waitFor();
    await page.goto(`${panel.url}/resources/products`);
    await page
      .getByRole('cell', { name: 'Stoneware mug' })
      .or(page.getByText('Canvas apron'))
      .first()
      .waitFor();

    expect(panel.browser.remote).toEqual([]);
    expect(panel.browser.complaints).toEqual([]);
  });

  it('a code is good once', async () => {
    const code = await freshCode(world.db, 'finance');
    const [first, second] = [new PanelClient(panel.url), new PanelClient(panel.url)];
    for (const client of [first, second]) await client.logIn(emailOf('finance'), passwordOf('finance'));

    expect((await first.passSecondFactor(code)).status).toBe(303);
    expect((await second.passSecondFactor(code)).status).toBe(401);
  });

  it('a password alone opens nothing', async () => {
    const client = new PanelClient(panel.url);
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
      const answer = await new PanelClient(panel.url).logIn(address, password);
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
      new PanelClient(panel.url).logIn(emailOf('fulfilment'), `guess-${index}`),
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
    const client = new PanelClient(panel.url);
    await client.logIn(emailOf('fulfilment'), passwordOf('fulfilment'));
    for (let wrong = 0; wrong < 5; wrong++)
      expect((await client.passSecondFactor('000000')).status).toBe(401);

    expect((await client.passSecondFactor(await freshCode(world.db, 'fulfilment'))).status).toBe(401);
  });

  it(
    'somebody new sets up a second factor and chooses a password before anything opens',
    async () => {
      const email = 'kim@shop.example';
      const added = await world.run('staff', 'add', email, '--role', 'finance');
      const password = /one-time password\s+(\S+)/.exec(added.stdout)?.[1] ?? '';
      const page = await panel.browser.page();
      await page.goto(panel.url);
      await page.getByLabel('E-mail').fill(email);
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Continue' }).click();

      await page.getByAltText('QR code for your authenticator app').waitFor();
      const secret = ((await page.locator('.secret').textContent()) ?? '').replaceAll(/\s/g, '');
      await page.getByLabel('Code').fill(codeOf(secret));
      await page.getByRole('button', { name: 'Log in' }).click();
      await page.getByLabel('New password').fill('a password of their own');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.waitForURL(panel.url);

      const { rows } = await world.db.query(
        'select totp_sealed, password_hash from staff_members where email_key = $1',
        [keyOf(email)],
      );
      expect(JSON.stringify(rows)).not.toContain(secret);
      // The one-time password was for once.
      expect((await new PanelClient(panel.url).logIn(email, password)).status).toBe(401);
    },
    PROCESS_MS,
  );
});

describe('a session of the panel', () => {
  const isOpen = async (client: PanelClient) =>
    (await client.getJson('/do/correct-stock/prod_mug')).status === 200;
  const admin = () => PanelClient.of(panel.url, world.db, 'admin');
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
    const answer = await new PanelClient(panel.url).logIn(emailOf('admin'), passwordOf('admin'));
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('settle_admin='));
    expect(cookie).toMatch(/; Path=\/admin; HttpOnly; SameSite=Strict$/);
  });

  it(
    'its cookies go over https alone where the panel is reached by it',
    async () => {
      const { panelUrl, running } = await world.startPanel({ ADMIN_URL: 'https://admin.shop.example/admin' });
      const form = { email: emailOf('auditor'), password: passwordOf('auditor') };
      const origin = 'https://admin.shop.example';
      const answer = await new PanelClient(panelUrl).form('/login', form, { origin });
      await running.stop();

      expect(answer.status).toBe(303);
      const cookies = answer.headers.getSetCookie();
      expect(cookies).toContainEqual(
        expect.stringMatching(/^settle_admin=.*; HttpOnly; Secure; SameSite=Strict$/),
      );
      for (const cookie of cookies)
        expect(cookie).toMatch(/; Path=\/admin; (HttpOnly; )?Secure; SameSite=Strict$/);
    },
    PROCESS_MS,
  );

  it(
    'lasts as long as the settings say',
    async () => {
      await world.db.query('update staff_sessions set revoked_at = now()');
      const settings = { STAFF_IDLE_MINUTES: '7', STAFF_SESSION_HOURS: '3' };
      const { panelUrl, running } = await world.startPanel(settings);
      await PanelClient.of(panelUrl, world.db, 'admin');
      await running.stop();

      const { rows } = await world.db.query(
        `select round(extract(epoch from idle_until - now()) / 60) as idle,
         round(extract(epoch from absolute_until - now()) / 3600) as whole
       from staff_sessions where revoked_at is null and passed_second_factor`,
      );
      expect(rows).toEqual([{ idle: '7', whole: '3' }]);
    },
    PROCESS_MS,
  );

  it('the second factor brings another token than the password did', async () => {
    const client = new PanelClient(panel.url);
    await client.logIn(emailOf('admin'), passwordOf('admin'));
    const planted = client.steal();

    await client.passSecondFactor(await freshCode(world.db, 'admin'));

    expect(await isOpen(client)).toBe(true);
    expect(await isOpen(planted)).toBe(false);
  });
});
