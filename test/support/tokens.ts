import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';

/** An access token as the api hands them out (src/auth/access-tokens.ts), for people who were never registered. */
export function accessTokenOf(userId: string, secret: string): Promise<string> {
  return new SignJWT({ role: 'customer', sid: randomUUID() })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(userId)
    .setIssuer('settle')
    .setAudience('settle-api')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(secret));
}
