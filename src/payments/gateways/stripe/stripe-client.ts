import { Stripe } from 'stripe';
import type { Config } from '../../../config.js';

/** The official SDK, towards Stripe or, by STRIPE_API_URL, towards a sandbox that speaks the same HTTP. */
export function stripeClient(config: Config): Stripe {
  const api = config.STRIPE_API_URL ? new URL(config.STRIPE_API_URL) : undefined;
  return new Stripe(config.STRIPE_SECRET_KEY, {
    // Retries are ours: they stop at the attempt's deadline and keep the attempt's keys.
    maxNetworkRetries: 0,
    timeout: config.GATEWAY_CALL_SECONDS * 1000,
    telemetry: false,
    ...(api && {
      host: api.hostname,
      port: api.port || (api.protocol === 'https:' ? 443 : 80),
      protocol: api.protocol === 'https:' ? 'https' : 'http',
    }),
  });
}
