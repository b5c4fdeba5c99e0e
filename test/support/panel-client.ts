import type pg from 'pg';
import { emailOf, freshCode, passwordOf, type Role } from './staff.ts';

/** A caller of the panel who is no browser: it sends what a browser would, and what none would. */
export class PanelClient {
  readonly panelUrl: string;
  private readonly cookies = new Map<string, string>();

  constructor(panelUrl: string) {
    this.panelUrl = panelUrl;
  }

  /** With both factors. */
  static async of(panelUrl: string, db: pg.Pool, role: Role): Promise<PanelClient> {
    const client = new PanelClient(panelUrl);
    await client.logIn(emailOf(role), passwordOf(role));
    const answer = await client.passSecondFactor(await freshCode(db, role));
    if (answer.status !== 303) throw new Error(`${role} could not log in: ${await answer.text()}`);
    await client.get('/');
    return client;
  }

  logIn(email: string, password: string): Promise<Response> {
    return this.form('/login', { email, password });
  }

  async passSecondFactor(code: string): Promise<Response> {
    return this.form('/second-factor', { code, csrf: await this.csrfOf('/second-factor') });
  }

  async leave(which: 'this' | 'all'): Promise<Response> {
    return this.form('/logout', { which, csrf: await this.csrfOf('/logout') });
  }

  get(path: string, headers: Record<string, string> = { accept: 'text/html' }): Promise<Response> {
    return this.send(path, { headers });
  }

  getJson(path: string): Promise<Response> {
    return this.get(path, { accept: 'application/json' });
  }

  form(
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return this.send(path, {
      method: 'POST',
      headers: { accept: 'text/html', origin: this.origin, ...headers },
      body: new URLSearchParams(fields),
    });
  }

  /** A call of the panel's own script; `undefined` leaves a header out. */
  post(path: string, body: unknown, headers: Record<string, string | undefined> = {}): Promise<Response> {
    const all = {
      accept: 'application/json',
      'content-type': 'application/json',
      origin: this.origin,
      'x-xsrf-token': this.csrfToken,
      ...headers,
    };
    const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return this.send(path, {
      method: 'POST',
      headers: Object.fromEntries(given),
      body: JSON.stringify(body),
    });
  }

  /** Opens the dialog of an action, as its page does. */
  async open(action: string, recordId: string): Promise<{ token: string; version: string }> {
    const dialog = (await (await this.getJson(`/do/${action}/${recordId}`)).json()) as {
      token: string;
      preview: { version: string };
    };
    return { token: dialog.token, version: dialog.preview.version };
  }

  /** Whose session this is, for somebody who has stolen the cookie. */
  steal(): PanelClient {
    const thief = new PanelClient(this.panelUrl);
    for (const [name, value] of this.cookies) thief.cookies.set(name, value);
    return thief;
  }

  get csrfToken(): string {
    return this.cookies.get('XSRF-TOKEN') ?? '';
  }

  private get origin(): string {
    return new URL(this.panelUrl).origin;
  }

  private async csrfOf(path: string): Promise<string> {
    const page = await (await this.get(path)).text();
    return /name="csrf" value="([^"]*)"/.exec(page)?.[1] ?? '';
  }

  private async send(path: string, init: RequestInit): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(init.headers as Record<string, string>), ...(cookie && { cookie }) };
    const answer = await fetch(`${this.panelUrl}${path}`, { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) this.keep(line);
    return answer;
  }

  private keep(line: string): void {
    const [pair = ''] = line.split(';', 1);
    const at = pair.indexOf('=');
    const value = decodeURIComponent(pair.slice(at + 1));
    if (value === '') this.cookies.delete(pair.slice(0, at));
    else this.cookies.set(pair.slice(0, at), value);
  }
}
