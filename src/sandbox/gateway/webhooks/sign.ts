import { createHmac } from 'node:crypto';

/** The `Stripe-Signature` header: the time, and an HMAC over the time and the exact bytes of the body. */
export function signatureFor(body: string, secret: string, timestamp: number): string {
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return `t=${timestamp},v1=${signature}`;
}
