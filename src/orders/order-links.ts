import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { errors, jwtVerify, SignJWT } from 'jose';
import { CONFIG, type Config } from '../config.js';
import { Clock } from '../shared/clock.js';
import { DomainError } from '../shared/problem.js';
import { isOrderNumber } from './order-number.js';

/** What a good token of a link says. */
export interface OrderLink {
  readonly orderNumber: string;
  readonly expiresAt: Date;
}

const ALGORITHM = 'HS256';
const TYPE = 'order-link+jwt';
const AUDIENCE = 'settle-order-link';
const KEY_BYTES = 32;
const DAY_SECONDS = 24 * 3600;

/**
 * The links of mails: each opens one order, for reading, redacted, until it expires. Nothing is stored. The key is
 * derived from JWT_SECRET for this alone, so that neither a link's token nor an access token passes for the other.
 */
@Injectable()
export class OrderLinks {
  private readonly key: KeyObject;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {
    const derived = hkdfSync('sha256', config.JWT_SECRET, '', AUDIENCE, KEY_BYTES);
    this.key = createSecretKey(Buffer.from(derived));
  }

  /**
   * The address of an order, good from now on for ORDER_LINK_DAYS. At the portal the token stands in the fragment, which
   * is sent to no server; where there is no portal our own page has to be told it.
   */
  async to(orderNumber: string): Promise<string> {
    const token = await this.sign(orderNumber);
    const { PORTAL_URL: portal, publicUrl } = this.config;
    return portal
      ? at(portal, `orders/${orderNumber}#token=${token}`)
      : at(publicUrl, `order-links/${orderNumber}?token=${token}`);
  }

  async sign(orderNumber: string): Promise<string> {
    const expiresAt = Math.floor(this.clock.nowMs() / 1000) + this.config.ORDER_LINK_DAYS * DAY_SECONDS;
    return new SignJWT()
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
      .setAudience(AUDIENCE)
      .setSubject(orderNumber)
      .setExpirationTime(expiresAt)
      .sign(this.key);
  }

  /**
   * 410 `link_expired` for a token that was good; 404 `order_not_found` for every other: malformed, forged, of another
   * purpose, or of another order than the one that is named.
   */
  async verify(token: string | undefined, orderNumber?: string): Promise<OrderLink> {
    try {
      const { payload } = await jwtVerify(token ?? '', this.key, {
        algorithms: [ALGORITHM],
        typ: TYPE,
        audience: AUDIENCE,
        requiredClaims: ['sub', 'exp'],
        currentDate: new Date(this.clock.nowMs()),
        ...(orderNumber !== undefined && { subject: orderNumber }),
      });
      if (!isOrderNumber(payload.sub!)) throw new DomainError('order_not_found');
      return { orderNumber: payload.sub!, expiresAt: new Date(payload.exp! * 1000) };
    } catch (error) {
      // Asked after the signature and all other claims.
      if (error instanceof errors.JWTExpired) throw new DomainError('link_expired');
      if (error instanceof errors.JOSEError) throw new DomainError('order_not_found');
      throw error;
    }
  }
}

/** Below an address that may have a path, with or without a slash at its end. */
const at = (base: string, path: string): string => new URL(path, base.replace(/\/*$/, '/')).href;
