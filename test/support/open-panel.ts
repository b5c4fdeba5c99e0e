import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { PanelBrowser } from './browser.js';
import { PanelClient } from './panel-client.js';
import type { Running } from './processes.js';
import type { Role } from './staff.js';
import { World, type WorldOptions } from './world.js';

/** How long a world, a panel and a browser may take to start, and a shop to get busy. */
export const STARTING_MS = 120_000;

export interface PanelOptions extends WorldOptions {
  /** Settings of the panel alone, on top of the world's. */
  readonly panelSettings?: Readonly<Record<string, string>>;
  /** A Chromium at it; on by default. */
  readonly browser?: boolean;
}

/** A world of a spec file, with its panel and who looks at it; all of it starts at once. */
export class OpenPanel {
  private readonly sessions = new Map<Role, Promise<PanelClient>>();

  private constructor(
    readonly world: World,
    readonly url: string,
    private readonly running: Running,
    private readonly browserOrNone: PanelBrowser | undefined,
  ) {}

  static async start({ panelSettings, browser = true, ...options }: PanelOptions = {}): Promise<OpenPanel> {
    // The browser takes as long as a world does, and needs nothing of it.
    const [chromium, world] = await Promise.all([
      browser ? PanelBrowser.launch() : undefined,
      World.start(options),
    ]);
    const { panelUrl, running } = await world.startPanel(panelSettings);
    return new OpenPanel(world, panelUrl, running, chromium && new PanelBrowser(chromium, panelUrl));
  }

  /** Of a panel that was started with one. */
  get browser(): PanelBrowser {
    if (!this.browserOrNone) throw new Error('this panel was started without a browser');
    return this.browserOrNone;
  }

  /** Somebody of that role, who is no browser. Logs in once: how that goes is another spec's. */
  async clientOf(role: Role): Promise<PanelClient> {
    const first = this.sessions.get(role) ?? PanelClient.of(this.url, this.world.db, role);
    this.sessions.set(role, first);
    return (await first).steal();
  }

  /** A browser of that same session. */
  async loggedIn(role: Role, width?: number): Promise<Page> {
    return this.browser.pageOf(await this.clientOf(role), width);
  }

  async stop(): Promise<void> {
    await Promise.all([this.browserOrNone?.close(), this.running.stop()]);
    await this.world.stop();
  }
}

/** In pixels. */
const TALLEST = 6_000;

/** For eyes, where PANEL_PICTURES names a folder; nothing is compared. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['PANEL_PICTURES'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  const { width, height } = page.viewportSize()!;
  // AdminJS scrolls within the window: a picture of all of it needs one that is as tall.
  const whole = await page.evaluate<number>(
    `Math.max(...[document.documentElement, ...document.querySelectorAll('#app *')].map((each) => each.scrollHeight))`,
  );
  await page.setViewportSize({ width, height: Math.min(Math.max(height, whole + 64), TALLEST) });
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.setViewportSize({ width, height });
}
