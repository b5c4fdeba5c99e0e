import type { Answer, Call } from '../api/call.js';
import { AUTH_ALGO, certUrlOf, isSignedBy } from './signature.js';

/**
 * `POST /v1/notifications/verify-webhook-signature`. The event comes parsed, so its checksum is that of what
 * `JSON.stringify` makes of it: see `letterFor`.
 */
export function verifySignature({ body, store }: Call): Answer {
  const webhookId = body.requiredText('webhook_id');
  const certUrl = body.requiredText('cert_url', 500);
  const algorithm = body.requiredText('auth_algo');
  const signature = body.requiredText('transmission_sig', 500);
  const transmission = {
    id: body.requiredText('transmission_id'),
    time: body.requiredText('transmission_time'),
    webhookId,
    body: JSON.stringify(body.requiredObject('webhook_event')),
  };
  const key = store.signingKeys.get(certUrl.split('/').at(-1) ?? '');
  const isOurs =
    key !== undefined &&
    certUrlOf(store.publicUrl, key) === certUrl &&
    algorithm === AUTH_ALGO &&
    store.webhooks.get(webhookId) !== undefined &&
    isSignedBy(key, transmission, signature);
  return { status: 200, body: { verification_status: isOurs ? 'SUCCESS' : 'FAILURE' }, payment: null };
}
