import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type pg from 'pg';
import type { PanelClient } from './panel-client.js';
import { emailOf, freshCode, passwordOf, type Role } from './staff.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Debian's Chromium, or what CHROMIUM names. */
function executable(): string {
  const given = process.env['CHROMIUM'];
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found = given ?? NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(canRun);
  if (found) return found;
  throw new Error('No Chromium: install the package "chromium", or name one in CHROMIUM.');
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A real browser that knows where it was asked to go: nothing may leave this machine. */
export class PanelBrowser {
  /** Every address that was asked for. */
  readonly asked: string[] = [];
  /** What the pages complained of. */
  readonly complaints: string[] = [];

  constructor(
    private readonly browser: Browser,
    private readonly panelUrl: string,
  ) {}

  static launch(): Promise<Browser> {
    return chromium.launch({
      executablePath: executable(),
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    });
  }

  static async open(panelUrl: string): Promise<PanelBrowser> {
    return new PanelBrowser(await PanelBrowser.launch(), panelUrl);
  }

  async page(width = 1280, height = 900): Promise<Page> {
    const context: BrowserContext = await this.browser.newContext({ viewport: { width, height } });
    context.on('request', (request) => this.asked.push(request.url()));
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(`${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    return page;
  }

  /** Whose session that is, at the panel's first page. */
  async pageOf(client: PanelClient, width?: number): Promise<Page> {
    const page = await this.page(width);
    const domain = new URL(this.panelUrl).hostname;
    const cookies = client.jar.map((cookie) => ({ ...cookie, domain, path: '/admin' }));
    await page.context().addCookies(cookies);
    await page.goto(this.panelUrl);
    return page;
  }

  /** Somebody of that role at the panel's first page, who has typed password and code. */
  async loggedIn(db: pg.Pool, role: Role, width?: number): Promise<Page> {
    const page = await this.page(width);
    await page.goto(`${this.panelUrl}/login`);
    await page.getByLabel('E-mail').fill(emailOf(role));
    await page.getByLabel('Password').fill(passwordOf(role));
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Code').fill(await freshCode(db, role));
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.waitForURL(this.panelUrl);
    return page;
  }

  /** What was asked of another machine. */
  get remote(): string[] {
    return this.asked.filter((url) => !/^(https?:\/\/127\.0\.0\.1[:/]|data:|blob:|about:)/.test(url));
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}
