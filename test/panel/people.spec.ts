import { OpenPanel, STARTING_MS } from '../support/open-panel.js';
import { PanelClient } from '../support/panel-client.js';
import { PanelDialog } from '../support/panel-dialog.js';
import { codeOf, emailOf, keyOf, memberOf, passwordOf, type Role } from '../support/staff.js';

/** What a change of a member touches. */
const STATE = `role, active, password_hash, one_time_until, totp_sealed, totp_confirmed_at, totp_last_step,
  failed_attempts, locked_until`;
/** A process of the product for each command. */
const COMMANDS_MS = 60_000;

describe('the people of the panel', () => {
  let panel: OpenPanel;
  /** When the test began: the audit keeps what was before. */
  let since: Date;

  beforeAll(async () => {
    panel = await OpenPanel.start({ worker: false, browser: false });
    await panel.world.db.query('create table staff_at_first as select * from staff_members');
  }, STARTING_MS);
  afterAll(() => panel?.stop());
  /** Each test begins with one active member of each role, and nobody logged in. */
  beforeEach(async () => {
    const { db } = panel.world;
    await db.query('delete from staff_sessions');
    await db.query(
      `update staff_members m set (${STATE}) = (select ${STATE} from staff_at_first f where f.id = m.id)`,
    );
    since = (await db.query<{ now: Date }>('select clock_timestamp() as now')).rows[0]!.now;
  });

  /** Sessions of their own: they are what ends. */
  const clientOf = (role: Role) => PanelClient.of(panel.url, panel.world.db, role);
  const idOf = (role: Role) => memberOf(panel.world.db, role);
  const isLoggedIn = async (client: PanelClient) => (await client.getJson('/view/menu')).status === 200;
  const change = async (by: PanelClient, action: string, of: Role, input: Record<string, string> = {}) => {
    const dialog = await PanelDialog.open(by, action, await idOf(of));
    if (Object.keys(input).length > 0) await dialog.type(input);
    return dialog.send('asked for by the owner');
  };
  const audited = async (like: string) => {
    const { rows } = await panel.world.db.query(
      `select a.action, a.outcome, a.actor_kind as by, a.actor_id as "byId", a.subject_id as of, a.facts
       from audit_log a where a.action like $1 and a.occurred_at > $2 order by a.occurred_at, a.id`,
      [like, since],
    );
    return rows as { action: string; outcome: string; by: string; byId: string; of: string; facts: object }[];
  };
  const administrators = async () => {
    const { rows } = await panel.world.db.query(
      `select 1 from staff_members where role = 'administrator' and active`,
    );
    return rows.length;
  };
  const refused = async (email: string, password: string) =>
    (await new PanelClient(panel.url).logIn(email, password)).status === 401;

  it('another role holds at once: sessions of the old one end, and the next one may what the new one says', async () => {
    const [admin, finance] = [await clientOf('admin'), await clientOf('finance')];
    const payments = '/api/resources/payments/actions/list';
    expect((await finance.getJson(payments)).status).toBe(200);

    const { status } = await change(admin, 'set-role', 'finance', { role: 'support' });

    expect([status, await isLoggedIn(finance)]).toEqual([200, false]);
    expect((await (await clientOf('finance')).getJson(payments)).status).toBe(403);
    expect(await audited('staff.role')).toEqual([
      {
        action: 'staff.role',
        outcome: 'done',
        by: 'admin',
        byId: await idOf('admin'),
        of: await idOf('finance'),
        facts: { from: 'finance', to: 'support', reason: 'asked for by the owner' },
      },
    ]);
  });

  it('who is deactivated is out on all machines at once, and does not come back', async () => {
    const admin = await clientOf('admin');
    const [office, home] = [await clientOf('fulfilment'), await clientOf('fulfilment')];

    const first = await change(admin, 'deactivate-member', 'fulfilment');

    expect(first.status).toBe(200);
    expect([await isLoggedIn(office), await isLoggedIn(home)]).toEqual([false, false]);
    expect(await refused(emailOf('fulfilment'), passwordOf('fulfilment'))).toBe(true);
    const again = await change(admin, 'deactivate-member', 'fulfilment');
    expect([again.status, again.body['code']]).toEqual([409, 'not_allowed_now']);
    expect(await audited('staff.deactivate')).toMatchObject([
      { by: 'admin', of: await idOf('fulfilment'), facts: { reason: 'asked for by the owner' } },
    ]);
  });

  it('between password and code, too', async () => {
    const admin = await clientOf('admin');
    const half = new PanelClient(panel.url);
    await half.logIn(emailOf('support'), passwordOf('support'));

    await change(admin, 'deactivate-member', 'support');

    expect((await half.get('/second-factor')).headers.get('location')).toBe('/admin/login');
  });

  it('a reset ends the sessions, tells a password once, and has the second factor set up anew', async () => {
    const [admin, support] = [await clientOf('admin'), await clientOf('support')];
    const dialog = await PanelDialog.open(admin, 'reset-member', await idOf('support'));

    const told = await dialog.send('lost the telephone');
    const repeated = await dialog.send('lost the telephone');

    const password = /One-time password, shown this once: (\S+)$/.exec(String(told.body['message']))?.[1];
    expect(password).toMatch(/^\S{20,}$/);
    expect([repeated.status, JSON.stringify(repeated.body)]).toEqual([
      200,
      expect.not.stringContaining(password!),
    ]);
    expect(await isLoggedIn(support)).toBe(false);
    expect(await refused(emailOf('support'), passwordOf('support'))).toBe(true);
    const anew = new PanelClient(panel.url);
    await anew.logIn(emailOf('support'), password!);
    const page = await (await anew.get('/second-factor')).text();
    const secret = /class="secret">([^<]+)</.exec(page)![1]!.replaceAll(/\s/g, '');
    const old = codeOf('SETTLEDEMOSETTLEDEMOSETTLEDEMO22');
    expect((await anew.passSecondFactor(old)).status).toBe(401);
    expect((await anew.passSecondFactor(codeOf(secret))).status).toBe(303);
    expect((await anew.get('/')).headers.get('location')).toBe('/admin/password');
    expect(JSON.stringify(await audited('%'))).not.toContain(password);
    expect(await audited('staff.reset')).toMatchObject([
      { by: 'admin', of: await idOf('support'), facts: { reason: 'lost the telephone' } },
    ]);
  });

  it.each([
    ['set-role', { role: 'support' }],
    ['deactivate-member', {}],
    ['reset-member', {}],
  ] as const)('%s is nothing that anybody does to themselves, and it is audited', async (action, input) => {
    const admin = await clientOf('admin');

    const own = await change(admin, action, 'admin', input);

    expect([own.status, own.body['text']]).toEqual([409, expect.stringContaining('your own account')]);
    expect([await administrators(), await isLoggedIn(admin)]).toEqual([1, true]);
    expect(await audited('panel POST%')).toMatchObject([
      { outcome: 'not_allowed_now', byId: await idOf('admin'), of: await idOf('admin') },
    ]);
  });

  it('of two administrators who put each other out at the same moment one stays', async () => {
    await panel.world.db.query(`update staff_members set role = 'administrator' where email_key = $1`, [
      keyOf(emailOf('auditor')),
    ]);
    const [one, other] = [await clientOf('admin'), await clientOf('auditor')];
    const dialogs = await Promise.all([
      PanelDialog.open(one, 'deactivate-member', await idOf('auditor')),
      PanelDialog.open(other, 'deactivate-member', await idOf('admin')),
    ]);

    const answers = await Promise.all(dialogs.map((dialog) => dialog.send('it is them or me')));

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await administrators()).toBe(1);
  });

  it('who chooses another password ends their other sessions, and stays', async () => {
    const [here, elsewhere] = [await clientOf('support'), await clientOf('support')];
    const page = await (await here.get('/password')).text();
    const csrf = /name="csrf" value="([^"]*)"/.exec(page)![1]!;
    const form = { csrf, password: 'a password of their own' };

    expect((await here.form('/password', { ...form, present: 'not the present one' })).status).toBe(400);
    expect(await isLoggedIn(elsewhere)).toBe(true);
    expect((await here.form('/password', { ...form, present: passwordOf('support') })).status).toBe(303);

    expect([await isLoggedIn(here), await isLoggedIn(elsewhere)]).toEqual([true, false]);
    expect(await refused(emailOf('support'), passwordOf('support'))).toBe(true);
  });

  describe('by command', () => {
    const run = async (...words: string[]) => {
      const { code, stdout, stderr } = await panel.world.run('staff', ...words);
      return { code, told: stdout + stderr };
    };

    it(
      'a role, a reset and a deactivation hold at once, and are audited as done by nobody of the panel',
      async () => {
        const [finance, support, fulfilment] = [
          await clientOf('finance'),
          await clientOf('support'),
          await clientOf('fulfilment'),
        ];

        const [role, reset, deactivate] = await Promise.all([
          run('role', emailOf('finance'), '--role', 'auditor'),
          run('reset', emailOf('support')),
          run('deactivate', emailOf('fulfilment')),
        ]);

        expect([role, reset, deactivate].map(({ code }) => code)).toEqual([0, 0, 0]);
        for (const client of [finance, support, fulfilment]) expect(await isLoggedIn(client)).toBe(false);
        expect(await refused(emailOf('fulfilment'), passwordOf('fulfilment'))).toBe(true);
        const people = '/api/resources/customers/actions/list';
        expect((await (await clientOf('finance')).getJson(people)).status).toBe(403);
        const password = /one-time password\s+(\S+)/.exec(reset.told)![1]!;
        const anew = new PanelClient(panel.url);
        await anew.logIn(emailOf('support'), password);
        expect(await (await anew.get('/second-factor')).text()).toContain('Set up your second factor');
        expect((await audited('staff.%')).filter(({ by }) => by === 'system')).toEqual(
          expect.arrayContaining([
            expect.objectContaining({ action: 'staff.role', of: await idOf('finance') }),
            expect.objectContaining({ action: 'staff.reset', of: await idOf('support') }),
            expect.objectContaining({ action: 'staff.deactivate', of: await idOf('fulfilment') }),
          ]),
        );
      },
      COMMANDS_MS,
    );

    it(
      'the last administrator stays one, and who is nobody is not changed',
      async () => {
        const told = await Promise.all([
          run('deactivate', emailOf('admin')),
          run('role', emailOf('admin'), '--role', 'support'),
          run('deactivate', 'nobody@settle.example'),
          run('role', emailOf('support'), '--role', 'emperor'),
        ]);

        expect(told.map(({ code }) => code === 0)).toEqual([false, false, false, false]);
        expect(told[0].told).toContain('no administrator left');
        expect(told[1].told).toContain('no administrator left');
        expect(told[2].told).toContain('no active member of this address');
        expect(told[3].told).toContain('Use: staff add');
        expect(await administrators()).toBe(1);
      },
      COMMANDS_MS,
    );
  });
});
