import { Inject, Injectable } from '@nestjs/common';
import { compactDecrypt, decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import { CONFIG, type Config } from '../../config.js';
import { Clock } from '../../shared/clock.js';
import { DomainError } from '../../shared/problem.js';
import { type CardDetails, EXPIRY, type PaymentSource } from './card-details.js';
import { CardKeys } from './card-keys.js';

export type EncryptedSource = Extract<PaymentSource, { kind: 'envelope' | 'fields' }>;

const envelopePlaintext = z.object({
  cardNumber: z.string(),
  expiryDate: z.string().regex(EXPIRY),
  cvv: z.string(),
  cardholderName: z.string().max(120).optional(),
});

/** How far a client's clock may run ahead of ours. */
const FUTURE_TOLERANCE_SECONDS = 60;

/** Opens what was encrypted with one of our keys: `ECDH-ES` on P-256 with `A256GCM`, `kid` and a fresh `iat`. */
@Injectable()
export class CardEnvelopes {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly keys: CardKeys,
    private readonly clock: Clock,
  ) {}

  /** Refuses what cannot be opened before anything is written: 400 `card_data_unreadable`. Opens nothing. */
  check(source: EncryptedSource): void {
    for (const jwe of source.kind === 'envelope' ? [source.jwe] : [source.cardNumber, source.cvv]) {
      this.kidOf(jwe);
    }
  }

  /** The card in the clear, for the call that turns it into a token. */
  async open(source: EncryptedSource): Promise<CardDetails> {
    if (source.kind === 'envelope') {
      const fields = envelopePlaintext.safeParse(parseJson(await this.decrypt(source.jwe)));
      if (!fields.success) throw new DomainError('card_data_unreadable');
      const { cardNumber, cvv, expiryDate, cardholderName } = fields.data;
      return { number: cardNumber, cvv, ...expiryOf(expiryDate), holder: cardholderName ?? null };
    }
    const [number, cvv] = await Promise.all([this.decrypt(source.cardNumber), this.decrypt(source.cvv)]);
    return { number, cvv, ...expiryOf(source.expiryDate), holder: null };
  }

  private async decrypt(jwe: string): Promise<string> {
    const key = await this.keys.find(this.kidOf(jwe));
    if (!key) throw new DomainError('card_data_unreadable');
    try {
      const { plaintext } = await compactDecrypt(jwe, key, {
        keyManagementAlgorithms: ['ECDH-ES'],
        contentEncryptionAlgorithms: ['A256GCM'],
      });
      return Buffer.from(plaintext.buffer, plaintext.byteOffset, plaintext.byteLength).toString('utf8');
    } catch {
      throw new DomainError('card_data_unreadable');
    }
  }

  /** The `kid` of an envelope that is well-formed, fresh and made for a key of ours. */
  private kidOf(jwe: string): string {
    const { alg, enc, zip, kid, iat } = headerOf(jwe);
    const ageSeconds = this.clock.nowMs() / 1000 - (typeof iat === 'number' ? iat : Number.NaN);
    const fresh =
      ageSeconds >= -FUTURE_TOLERANCE_SECONDS && ageSeconds <= this.config.CARD_ENVELOPE_MAX_AGE_SECONDS;
    const ours = typeof kid === 'string' && this.keys.find(kid) !== undefined;
    if (alg !== 'ECDH-ES' || enc !== 'A256GCM' || zip !== undefined || !fresh || !ours) {
      throw new DomainError('card_data_unreadable');
    }
    return kid;
  }
}

function headerOf(jwe: string): Record<string, unknown> {
  try {
    return decodeProtectedHeader(jwe);
  } catch {
    throw new DomainError('card_data_unreadable');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function expiryOf(text: string): Pick<CardDetails, 'expiryMonth' | 'expiryYear'> {
  const [, month, year] = EXPIRY.exec(text) ?? [];
  if (!month || !year) throw new DomainError('card_data_unreadable');
  return { expiryMonth: Number(month), expiryYear: 2000 + Number(year) };
}
