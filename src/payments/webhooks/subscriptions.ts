import type { Config } from '../../config.js';
import { Gateways } from '../gateways/registry.js';

/** Where a gateway has to be told to call, and of what. */
export interface Subscription {
  readonly gateway: string;
  readonly endpoint: string;
  readonly events: readonly string[];
  /** Makes it at the gateway; the settings that it yields, by variable. Throws where the gateway refuses. */
  readonly create: () => Promise<Readonly<Record<string, string>>>;
}

/** What every gateway that is set up has to be subscribed to; `url` is where it reaches the api. */
export function subscriptions(config: Config, url: string): Subscription[] {
  const gateways = new Gateways(config);
  const base = url.endsWith('/') ? url : `${url}/`;
  return gateways.names.map((name) => {
    const gateway = gateways.get(name);
    const endpoint = new URL(`payment/webhooks/${name}`, base).href;
    return {
      gateway: name,
      endpoint,
      events: gateway.webhookEvents,
      create: () => gateway.subscribeWebhooks(endpoint),
    };
  });
}
