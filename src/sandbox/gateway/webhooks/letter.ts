import type { Letter } from '../../provider/webhooks/post-event.js';
import { present } from '../store/present.js';
import type { GatewayEvent, WebhookEndpoint } from '../store/records.js';
import { seconds } from '../wire/time.js';
import { signatureFor } from './sign.js';

/** An event as Stripe posts it, signed with the endpoint's own secret. */
export function letterFor(event: GatewayEvent, endpoint: WebhookEndpoint): Letter {
  const body = JSON.stringify({ ...present(event), pending_webhooks: 1 }, null, 2);
  return {
    body,
    headers: {
      'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      'stripe-signature': signatureFor(body, endpoint.sandbox.secret, seconds()),
    },
  };
}
