import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Settings } from '../settings.js';
import { newId } from '../wire/ids.js';
import { PayPalError } from '../wire/paypal-error.js';
import type { Answer, Call } from './call.js';

const PREFIX = 'A21AA';
/** For a sandbox that lets in any client: its tokens end with the process. */
const SECRET_OF_THIS_PROCESS = randomBytes(32).toString('hex');

/** `POST /v1/oauth2/token`. A token carries its own end, so that none has to be remembered over a restart. */
export function issueToken({ body, settings }: Call): Answer {
  if (body.text('grant_type') !== 'client_credentials')
    throw PayPalError.oauth(400, 'unsupported_grant_type', 'Grant Type is NULL or not supported');
  const expiresAt = Date.now() + settings.tokenSeconds * 1000;
  const claims = `${PREFIX}${expiresAt}-${newId()}`;
  return {
    status: 200,
    body: {
      scope:
        'https://uri.paypal.com/services/payments/payment https://uri.paypal.com/services/applications/webhooks',
      access_token: `${claims}.${seal(claims, settings)}`,
      token_type: 'Bearer',
      app_id: 'APP-80W284485P519543T',
      expires_in: settings.tokenSeconds,
    },
    payment: null,
  };
}

export function isLiveToken(token: string, settings: Settings): boolean {
  const [claims = '', mac = ''] = token.split('.');
  const expected = seal(claims, settings);
  if (mac.length !== expected.length || !timingSafeEqual(Buffer.from(mac), Buffer.from(expected)))
    return false;
  return Number.parseInt(claims.slice(PREFIX.length), 10) > Date.now();
}

function seal(claims: string, { client }: Settings): string {
  return createHmac('sha256', client?.secret ?? SECRET_OF_THIS_PROCESS)
    .update(claims)
    .digest('base64url');
}
