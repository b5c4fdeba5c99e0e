import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../config.js';
import { Sealing } from '../../shared/sealing.js';

/** Standard Webhooks takes 24 to 64 bytes. */
const SECRET_BYTES = 32;

/** The secrets that sign: made here, kept sealed, opened for a signature or the one answer that shows them. */
@Injectable()
export class WebhookSecrets {
  private readonly sealing: Sealing;

  constructor(@Inject(CONFIG) { JWT_SECRET }: Pick<Config, 'JWT_SECRET'>) {
    this.sealing = new Sealing(JWT_SECRET, 'settle webhook secrets');
  }

  make(): string {
    return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
  }

  /** Only this endpoint's row can be opened with it. */
  seal(secret: string, endpointId: string): string {
    return this.sealing.seal(secret, endpointId);
  }

  /** Throws where it was sealed under another `JWT_SECRET`, for another endpoint, or was changed. */
  open(text: string, endpointId: string): string {
    return this.sealing.open(text, endpointId);
  }
}
