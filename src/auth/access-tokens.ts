import { webcrypto } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { errors, jwtVerify, SignJWT } from 'jose';
import { CONFIG, type Config } from '../config.js';
import { Clock } from '../shared/clock.js';
import { isUuid, publicId } from '../shared/ids.js';
import type { SignedInDto } from './auth.dto.js';
import type { Role } from './roles.decorator.js';
import type { OpenSession } from './session.repository.js';
import type { Person } from './user.queries.js';

/** What an access token says of its bearer. */
export interface Bearer {
  readonly userId: string;
  readonly role: Role;
  readonly sessionId: string;
}

const ALGORITHM = 'HS256';
const ISSUER = 'settle';
const AUDIENCE = 'settle-api';

/** Hosts whose clocks are kept by NTP differ by far less; more would only lengthen a token's life. */
const CLOCK_LEEWAY_SECONDS = 30;

/** Tokens whose signature was found right and need not be checked again before they expire: about 5 MB. */
const REMEMBERED_TOKENS = 10_000;

/** Signs and verifies access tokens (JWT). Asks no table; the key is imported once. */
@Injectable()
export class AccessTokens {
  private readonly lifetimeSeconds: number;
  private readonly key: Promise<webcrypto.CryptoKey>;
  private readonly verified = new Map<string, { readonly bearer: Bearer; readonly untilMs: number }>();

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly clock: Clock,
  ) {
    this.lifetimeSeconds = config.ACCESS_TOKEN_SECONDS;
    const secret = new TextEncoder().encode(config.JWT_SECRET);
    this.key = webcrypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, [
      'sign',
      'verify',
    ]);
  }

  /** What a person gets who has just proven who they are. */
  async grant(
    { id, role, personal }: Person,
    { sessionId, refreshToken }: OpenSession,
  ): Promise<SignedInDto> {
    return {
      accessToken: await this.sign({ userId: id, role, sessionId }),
      refreshToken,
      tokenType: 'Bearer',
      expiresIn: this.lifetimeSeconds,
      user: { id: publicId('usr', id), email: personal.email, name: personal.name },
    };
  }

  async sign({ userId, role, sessionId }: Bearer): Promise<string> {
    const issuedAt = Math.floor(this.clock.nowMs() / 1000);
    return new SignJWT({ role, sid: sessionId })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setSubject(userId)
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + this.lifetimeSeconds)
      .sign(await this.key);
  }

  /** `undefined` for a token that is malformed, foreign, forged or expired. A client's next call costs a look-up. */
  async verify(token: string): Promise<Bearer | undefined> {
    const known = this.verified.get(token);
    if (known && this.clock.nowMs() < known.untilMs) return known.bearer;
    return this.verifySignature(token);
  }

  private async verifySignature(token: string): Promise<Bearer | undefined> {
    try {
      const { payload } = await jwtVerify(token, await this.key, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: AUDIENCE,
        requiredClaims: ['exp', 'iat', 'sub', 'role', 'sid'],
        clockTolerance: CLOCK_LEEWAY_SECONDS,
        currentDate: new Date(this.clock.nowMs()),
      });
      const bearer = bearerOf(payload);
      if (bearer) this.remember(token, { bearer, untilMs: payload.exp! * 1000 });
      return bearer;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  /** The oldest makes room: a flood of tokens costs their verification, not memory. */
  private remember(token: string, verified: { bearer: Bearer; untilMs: number }): void {
    if (this.verified.size >= REMEMBERED_TOKENS) this.verified.delete(this.verified.keys().next().value!);
    this.verified.set(token, verified);
  }
}

function bearerOf({ sub, role, sid }: Record<string, unknown>): Bearer | undefined {
  if (typeof sub !== 'string' || !isUuid(sub) || typeof sid !== 'string' || !isUuid(sid)) return undefined;
  if (role !== 'customer' && role !== 'admin') return undefined;
  return { userId: sub, role, sessionId: sid };
}
