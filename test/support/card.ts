import { CompactEncrypt, importJWK, type JWK } from 'jose';
import type { Client } from './client.js';

interface KeySet {
  keys: (JWK & { kid: string })[];
  serverTime: number;
}

/** Encrypts as a browser does: with the newest key of the server, at the server's time. */
export async function encrypt(
  client: Client,
  plaintext: string,
  header: Record<string, unknown> = {},
): Promise<string> {
  const { keys, serverTime } = (await client.get<KeySet>('/payment/keys')).body;
  const [key] = keys;
  return new CompactEncrypt(new TextEncoder().encode(plaintext))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: key!.kid, iat: serverTime, ...header })
    .encrypt(await importJWK(key!, 'ECDH-ES'));
}

/** The specification's `paymentDetails`. */
export async function encryptedCard(client: Client, number: string, expiryDate = '12/34', cvv = '123') {
  return { cardNumber: await encrypt(client, number), expiryDate, cvv: await encrypt(client, cvv) };
}

/** The specification's `encryptedPaymentData`. */
export const encryptedPaymentData = (
  client: Client,
  cardNumber: string,
  expiryDate = '12/34',
  cvv = '123',
): Promise<string> => encrypt(client, JSON.stringify({ cardNumber, expiryDate, cvv }));
