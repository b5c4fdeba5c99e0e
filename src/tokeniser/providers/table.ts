import type { Settings } from '../settings.js';
import type { Provider } from './provider.js';
import { stripe } from './stripe.js';

/** Gateways that take cards, by the name that an attempt has for them. A further one is a file and a line. */
const PROVIDERS: Readonly<Record<string, (settings: Settings) => Provider>> = { stripe };

export type Providers = ReadonlyMap<string, Provider>;

export const providersOf = (settings: Settings): Providers =>
  new Map(Object.entries(PROVIDERS).map(([name, make]) => [name, make(settings)]));
