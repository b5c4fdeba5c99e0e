import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';

const PURPOSE = 'settle-password-reset';
const KEY_BYTES = 32;
const ID_BYTES = 16;
const TOKEN = /^[A-Za-z0-9_-]{64}$/;

/**
 * The tokens of password resets: the id of the row and its HMAC under a key that is derived from JWT_SECRET for this alone.
 * Nothing at rest gives one away, and the worker makes it when it writes the mail, each time the same.
 */
@Injectable()
export class ResetTokens {
  private readonly key: Buffer;

  constructor(@Inject(CONFIG) { JWT_SECRET }: Pick<Config, 'JWT_SECRET'>) {
    this.key = Buffer.from(hkdfSync('sha256', JWT_SECRET, '', PURPOSE, KEY_BYTES));
  }

  tokenOf(resetId: string): string {
    const id = Buffer.from(resetId.replaceAll('-', ''), 'hex');
    return Buffer.concat([id, this.mac(id)]).toString('base64url');
  }

  /** The reset that a token is of; `undefined` for one that we did not make. */
  resetIdOf(token: string): string | undefined {
    if (!TOKEN.test(token)) return undefined;
    const bytes = Buffer.from(token, 'base64url');
    const id = bytes.subarray(0, ID_BYTES);
    if (!timingSafeEqual(bytes.subarray(ID_BYTES), this.mac(id))) return undefined;
    return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }

  private mac(id: Buffer): Buffer {
    return createHmac('sha256', this.key).update(id).digest();
  }
}
