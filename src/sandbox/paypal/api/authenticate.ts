import type { Settings } from '../settings.js';
import { PayPalError } from '../wire/paypal-error.js';
import type { Operation } from './operations.js';
import { isLiveToken } from './tokens.js';

/** A token is had for the client's id and secret, everything else for a token. */
export function authenticate(operation: Operation | undefined, header: string, settings: Settings): void {
  const [scheme = '', credentials = ''] = header.split(' ', 2);
  if (operation === 'oauth2.token') {
    if (scheme.toLowerCase() !== 'basic' || !isClient(credentials, settings))
      throw PayPalError.oauth(401, 'invalid_client', 'Client Authentication failed');
    return;
  }
  if (scheme.toLowerCase() !== 'bearer' || !isLiveToken(credentials, settings))
    throw PayPalError.oauth(401, 'invalid_token', 'Token signature verification failed');
}

function isClient(credentials: string, { client }: Settings): boolean {
  const text = Buffer.from(credentials, 'base64').toString();
  return client === null ? /^.+:.+$/.test(text) : text === `${client.id}:${client.secret}`;
}
