import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { SigningKey } from '../store/records.js';
import { newId } from '../wire/ids.js';

export const AUTH_ALGO = 'SHA256withRSA';

export interface Transmission {
  id: string;
  time: string;
  webhookId: string;
  body: string;
}

export function newSigningKey(): SigningKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  return { object: 'signing_key', id: `CERT-${newId()}`, private_key: pem.toString() };
}

/** PayPal hands out a certificate here; the bare public key in it is all that a signature needs. */
export function publicKeyOf({ private_key: privateKey }: SigningKey): string {
  return createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
}

export function certUrlOf(publicUrl: string, key: SigningKey): string {
  return `${publicUrl}/v1/notifications/certs/${key.id}`;
}

export function signatureOf(transmission: Transmission, key: SigningKey): string {
  return sign('sha256', signedText(transmission), key.private_key).toString('base64');
}

export function isSignedBy(key: SigningKey, transmission: Transmission, signature: string): boolean {
  return verify('sha256', signedText(transmission), publicKeyOf(key), Buffer.from(signature, 'base64'));
}

/** developer.paypal.com/api/rest/webhooks/rest, "Verify a webhook", read 2026-11: the body counts by its checksum. */
function signedText({ id, time, webhookId, body }: Transmission): Buffer {
  return Buffer.from(`${id}|${time}|${webhookId}|${crc32(body)}`);
}
