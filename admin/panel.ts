import type { INestApplicationContext, Type } from '@nestjs/common';
import type { Config } from '../src/config.js';
import type { StaffSession } from '../src/staff/index.js';

/** What every page, resource and action of the panel works with. */
export interface Panel {
  readonly config: Config;
  /** A use case or a query of the house. */
  get<T>(what: Type<T>): T;
}

/** Who looks at the panel, as AdminJS carries it along (`currentAdmin`). */
export type Viewer = Pick<StaffSession, 'memberId' | 'email' | 'role'>;

export const panelOf = (config: Config, house: INestApplicationContext): Panel => ({
  config,
  get: (what) => house.get(what, { strict: false }),
});

/** Below this everything is: pages, cookies, assets. */
export const ROOT = '/admin';
