import { StripeError } from '../wire/stripe-error.js';

/** Lets in the secret key, as a bearer token or as the user of basic authentication. */
export function authenticate(header: string | undefined, secretKey: string | null): void {
  const key = readKey(header ?? '');
  if (!key) {
    throw refused(
      'You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer ' +
        "auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  }
  const isKnown = secretKey === null ? key.startsWith('sk_test_') : key === secretKey;
  if (!isKnown) throw refused(`Invalid API Key provided: ${mask(key)}`);
}

function readKey(header: string): string | undefined {
  const [scheme = '', credentials = ''] = header.split(' ', 2);
  if (scheme.toLowerCase() === 'bearer') return credentials;
  if (scheme.toLowerCase() !== 'basic') return undefined;
  return Buffer.from(credentials, 'base64').toString().split(':')[0];
}

/** Enough to recognise one's own key, not enough to use another's. */
function mask(key: string): string {
  return key.length <= 12 ? '***' : `${key.slice(0, 8)}********${key.slice(-4)}`;
}

function refused(message: string): StripeError {
  return new StripeError(401, { type: 'invalid_request_error', message });
}
