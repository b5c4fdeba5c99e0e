import type { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { expectInvariants } from '../support/invariants.js';
import { fillCart, paidBy, World } from '../support/world.js';

const PORTAL = 'https://shop.example';
const PASSWORD = 'another-long-password';

describe('mails that somebody asks for', () => {
  let world: World;
  let admin: Client;
  beforeAll(async () => {
    world = await World.start({
      settings: { PORTAL_URL: PORTAL, LOW_STOCK_MAIL_TO: 'stock@settle.example', LOG_LEVEL: 'info' },
    });
    admin = await world.admin();
  });
  afterAll(() => world.stop());

  const mailsTo = (email: string) =>
    world.mail.mails.filter(({ to }) => [to].flat().some((each) => each?.text.includes(email)));
  const newest = (email: string, subject: string) =>
    eventually(() => mailsTo(email).findLast((mail) => mail.subject === subject));

  async function account() {
    const email = `a-${crypto.randomUUID()}@example.com`;
    const registered = { email, password: 'a-long-password', name: 'Ada Account' };
    const { body } = await world.stranger.post('/auth/register', registered);
    return { email, accessToken: body.accessToken as string, refreshToken: body.refreshToken as string };
  }

  async function ordered(): Promise<{ email: string; orderId: string }> {
    const customer = await world.customer();
    await fillCart(customer, await world.product(5));
    const { body } = await customer.post('/orders/create', paidBy('pm_card_visa'));
    await world.mail.mailFor(body.orderId, 'confirmed');
    const { email } = (await customer.get('/auth/me')).body;
    return { email, orderId: body.orderId };
  }

  describe('a new password', () => {
    const ask = (email: string, language = 'en') =>
      world.stranger.post('/auth/password-reset', { email }, { headers: { 'accept-language': language } });
    const confirm = (token: string, password = PASSWORD) =>
      world.stranger.post('/auth/password-reset/confirm', { token, password });
    const logIn = (email: string, password: string) =>
      world.stranger.post('/auth/login', { email, password });
    const aMinutePasses = (email: string) =>
      world.db.query(
        `update password_resets r set asked_at = asked_at - interval '1 minute' from users u
         where u.id = r.user_id and u.personal->>'email' = $1`,
        [email],
      );
    async function tokenOf(email: string, subject = 'Set a new password'): Promise<string> {
      const { text } = await newest(email, subject);
      return /^https:\/\/shop\.example\/reset-password#token=(\S+)$/m.exec(text!)![1]!;
    }

    it('is set by the mail’s token, once; the old one and every session are gone', async () => {
      const { email, refreshToken } = await account();
      expect((await ask(email)).status).toBe(202);
      const token = await tokenOf(email);
      expect((await confirm(token)).status).toBe(204);
      expect((await logIn(email, 'a-long-password')).status).toBe(401);
      expect((await logIn(email, PASSWORD)).status).toBe(200);
      expect((await world.stranger.post('/auth/refresh', { refreshToken })).status).toBe(401);
      const again = await confirm(token, 'yet-another-password');
      expect([again.status, again.body.code]).toEqual([400, 'password_reset_invalid']);
      expect((await logIn(email, PASSWORD)).status).toBe(200);
    });

    it('of two confirmations at once one counts', async () => {
      const { email } = await account();
      await ask(email);
      const token = await tokenOf(email);
      const answers = await Promise.all(
        ['first-password', 'other-password'].map((each) => confirm(token, each)),
      );
      expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 400]);
    });

    it('a newer mail voids the older, and within a minute there is no newer one', async () => {
      const { email } = await account();
      await ask(email);
      const older = await tokenOf(email);
      await ask(email);
      await aMinutePasses(email);
      await ask(email, 'de');
      const newer = await tokenOf(email, 'Neues Passwort festlegen');
      expect(mailsTo(email)).toHaveLength(2);
      expect(newer).not.toBe(older);
      expect((await confirm(older)).body.code).toBe('password_reset_invalid');
      expect((await confirm(newer)).status).toBe(204);
    });

    it('expires after half an hour by the database’s clock', async () => {
      const { email } = await account();
      await ask(email);
      const token = await tokenOf(email);
      await world.db.query(
        `update password_resets r set expires_at = now() - interval '1 second' from users u
         where u.id = r.user_id and u.personal->>'email' = $1`,
        [email],
      );
      expect((await confirm(token)).body.code).toBe('password_reset_invalid');
      expect((await logIn(email, 'a-long-password')).status).toBe(200);
    });

    it.each(['x', 'A'.repeat(64), '\u0000', `${'A'.repeat(63)}=`])('%j is no token', async (token) => {
      expect((await confirm(token)).status).toBe(400);
    });

    it('answer and time do not tell who has an account; a guest has none', async () => {
      const { email } = await account();
      const guest = `g-${crypto.randomUUID()}@example.com`;
      await world.stranger.post('/auth/guest', { email: guest });
      const timed = async (address: string) => {
        const startedAt = performance.now();
        const { status, text } = await ask(address);
        return { status, text, ms: performance.now() - startedAt };
      };
      const answers = [];
      for (const address of [email, guest, 'nobody@example.com']) answers.push(await timed(address));
      expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
      for (const { ms } of answers) expect(ms).toBeGreaterThan(190);
      await tokenOf(email);
      expect(mailsTo(guest)).toEqual([]);
    });

    it('the token stands in the mail alone: in no row, job, event or log', async () => {
      const { email } = await account();
      await ask(email);
      const token = await tokenOf(email);
      await confirm(token);
      for (const table of ['password_resets', 'events', 'audit_log', 'mails', 'pgboss.job', 'users']) {
        const { rows } = await world.db.query(
          `select count(*)::int as n from ${table} t where position($1 in t::text) > 0`,
          [token],
        );
        expect({ table, n: rows[0].n }).toEqual({ table, n: 0 });
      }
      for (const { output } of [world.api, world.worker!]) expect(output()).not.toContain(token);
    });
  });

  describe('a link to an order', () => {
    const ask = (orderId: string, email: string) => world.stranger.post('/orders/links', { orderId, email });

    it('goes to the order’s own address, once a minute, in any spelling of it', async () => {
      const { email, orderId } = await ordered();
      const first = await ask(orderId, email.toUpperCase());
      expect(first.status).toBe(202);
      await ask(orderId, email);
      const { text } = await newest(email, `Your link to order ${orderId}`);
      const [, token] = /^https:\/\/shop\.example\/orders\/\S+#token=(\S+)$/m.exec(text!)!;
      const shown = await world.stranger.get(`/order-links/${orderId}?token=${token}`);
      expect(shown.body).toMatchObject({ orderId, status: 'confirmed' });
      await world.db.query(
        `update orders set link_asked_at = now() - interval '1 minute' where number = $1`,
        [orderId],
      );
      await ask(orderId, email);
      const links = () => mailsTo(email).filter(({ subject }) => subject?.startsWith('Your link'));
      await eventually(() => links().length === 2);
      const { timeline } = (await admin.get(`/orders/${orderId}`)).body;
      expect(timeline.map(({ event }: { event: string }) => event)).not.toContain('order.link_requested');
    });

    it('is for nobody else, and the answer does not tell', async () => {
      const { email, orderId } = await ordered();
      const answers = [
        await ask(orderId, 'eve@example.com'),
        await ask('ORD-0000000000', email),
        await ask('nonsense', email),
        await ask(orderId, email),
      ];
      expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
      await newest(email, `Your link to order ${orderId}`);
      expect(mailsTo('eve@example.com')).toEqual([]);
    });
  });

  describe('a mail once more', () => {
    const mailsOf = async (orderId: string) => (await admin.get(`/orders/${orderId}/mails`)).body.mails;
    const sent = (orderId: string, count: number) =>
      eventually(async () => {
        const mails = await mailsOf(orderId);
        return mails.filter(({ status }: { status: string }) => status === 'sent').length === count && mails;
      });

    it('goes to the customer, or to another address, as a message of its own', async () => {
      const { email, orderId } = await ordered();
      const [first] = await sent(orderId, 1);
      expect(first).toMatchObject({
        template: 'order-confirmed',
        to: `c***@example.com`,
        tries: 1,
        lastError: null,
        resendOf: null,
      });
      const again = await admin.post(`/mails/${first.mailId}/resend`, {});
      expect([again.status, again.body.resendOf, again.body.status]).toEqual([202, first.mailId, 'queued']);
      const other = await admin.post(`/mails/${again.body.mailId}/resend`, { email: 'partner@example.org' });
      // What is sent again is always the first one.
      expect(other.body).toMatchObject({ resendOf: first.mailId, to: 'p***@example.org' });
      await sent(orderId, 3);
      const copies = world.mail.mails.filter(
        ({ subject }) => subject === `Your order ${orderId} is confirmed`,
      );
      expect(copies.map(({ to }) => [to].flat()[0]!.value[0]!.address).toSorted()).toEqual(
        [email, email, 'partner@example.org'].toSorted(),
      );
      expect(new Set(copies.map(({ messageId }) => messageId)).size).toBe(3);
      expect(copies.map(({ attachments }) => attachments.length)).toEqual([1, 1, 1]);
      const { rows } = await world.db.query(
        `select facts from audit_log where action = 'mail.resend' and subject_id = $1 and facts->>'toAnotherAddress' = 'false'`,
        [first.mailId],
      );
      expect(rows).toHaveLength(1);
    });

    it('is for admins, and for mails about orders: one about an account is for its person alone', async () => {
      const { email } = await account();
      await world.stranger.post('/auth/password-reset', { email });
      await newest(email, 'Set a new password');
      const { rows } = await world.db.query(`select id from mails where template = 'password-reset' limit 1`);
      const { publicId } = await import('../../src/shared/ids.js');
      const stolen = await admin.post(`/mails/${publicId('mail', rows[0].id)}/resend`, {
        email: 'eve@example.com',
      });
      expect([stolen.status, stolen.body.code]).toEqual([409, 'mail_not_resendable']);
      const { orderId } = await ordered();
      const customer = await world.customer();
      expect((await customer.get(`/orders/${orderId}/mails`)).status).toBe(403);
      const nowhere = await admin.post('/mails/mail_00000000000000000000000000/resend', {});
      expect([nowhere.status, nowhere.body.code]).toEqual([404, 'mail_not_found']);
    });
  });

  it('the shop is told that few of a product are left, whatever it is called', async () => {
    const productId = await world.product(3);
    await world.db.query(`update products set name = $1 where id = $2`, [
      'Mug\r\nBcc: eve@example.com',
      productId,
    ]);
    await admin.call('PUT', `/stock/${productId}/low-notice`, { body: { lowAt: 5 } });
    const mail = await newest('stock@settle.example', 'Low stock: Mug Bcc: eve@example.com (3 left)');
    expect(mail.text).toContain(productId);
  });

  describe('the preview of all mails', () => {
    const page = (path: string) => fetch(world.baseUrl + path);

    it('shows each in every language and both parts', async () => {
      const index = await (await page('/mails/preview')).text();
      const links = [...index.matchAll(/href="([^"]+)"/g)].map(([, href]) => href!.replaceAll('&amp;', '&'));
      expect(links.length).toBeGreaterThan(60);
      for (const link of links) {
        const answer = await page(link);
        expect([link, answer.status]).toEqual([link, 200]);
        expect(answer.headers.get('content-type')).toMatch(
          link.includes('part=text') ? /^text\/plain/ : /^text\/html/,
        );
      }
      expect((await page('/mails/preview/nonsense')).status).toBe(404);
    });

    it('is not there in production', async () => {
      const { baseUrl, running } = await world.startAnotherApi({
        NODE_ENV: 'production',
        SELLER_NAME: 'Shop',
        SELLER_ADDRESS: 'Street 1',
      });
      for (const path of ['/mails/preview', '/mails/preview/order-confirmed'])
        expect((await fetch(baseUrl + path)).status).toBe(404);
      await running.stop();
    });
  });

  it('and everything adds up', () => expectInvariants(world));
});
