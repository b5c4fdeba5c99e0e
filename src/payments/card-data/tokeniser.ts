import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../config.js';
import { DomainError } from '../../shared/problem.js';
import type { Failed } from '../outcome.js';
import type { CardToken, EncryptedSource, PaymentSource } from './card-details.js';
import type {
  CheckAnswer,
  KeySet,
  PublicKey,
  SourceRefusal,
  TokeniseAnswer,
  TokeniseRequest,
} from './protocol.js';
import { askTokeniser } from './tokeniser-socket.js';

/** It is on this machine and reads a few kilobytes. */
const ANSWER_LIMIT_MS = 2_000;
/** A new key is published this much later at most. */
const KEYS_FRESH_MS = 3_000;
const RETRY_AFTER_SECONDS = 5;

/**
 * The process that opens card data, as the api sees it: encrypted cards go in, gateway tokens come out. Neither a card
 * nor a private key is ever on this side of the socket.
 */
@Injectable()
export class Tokeniser {
  private published: { readonly keys: readonly PublicKey[]; readonly readAt: number } | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Why the source does not open, if so; `undefined` too where nobody can tell, since the charge will then say so. */
  async check(source: EncryptedSource): Promise<DomainError | undefined> {
    const answer = await this.ask<CheckAnswer>('/check', { source }, ANSWER_LIMIT_MS);
    return answer?.kind === 'refused' ? refusalOf(answer) : undefined;
  }

  /** A gateway token for the source; `failed` where the gateway refuses the card or nobody could ask it. */
  async tokenise(
    source: PaymentSource,
    gateway: string,
    attemptId: string,
    deadline: Date,
  ): Promise<CardToken | Failed> {
    if (source.kind === 'none') return { kind: 'token', gatewayToken: null, card: null };
    if (source.kind === 'token') return { kind: 'token', gatewayToken: source.token, card: null };
    const deadlineMs = deadline.getTime() - Date.now();
    const request: TokeniseRequest = { source, gateway, key: `${attemptId}:token`, deadlineMs };
    const answer = await this.ask<TokeniseAnswer>('/tokenise', request, deadlineMs);
    if (answer?.kind === 'token') return answer;
    if (answer?.kind === 'failed') return { ...answer, intentId: null };
    // It opened a moment ago, or nobody could look: the same request again is told which.
    const code = answer?.code ?? 'tokeniser_unreachable';
    return { kind: 'failed', reason: 'not_attempted', code, intentId: null };
  }

  /** The keys to encrypt with, newest first. While the tokeniser is away, those that it last had. */
  async publicKeys(): Promise<readonly PublicKey[]> {
    if (this.published && Date.now() - this.published.readAt < KEYS_FRESH_MS) return this.published.keys;
    const answer = await this.ask<KeySet>('/keys', undefined, ANSWER_LIMIT_MS);
    if (answer) this.published = { keys: answer.keys, readAt: Date.now() };
    if (this.published) return this.published.keys;
    throw new DomainError('payment_service_unavailable', {
      retryable: true,
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }

  private ask<Answer>(path: string, body: object | undefined, limitMs: number): Promise<Answer | undefined> {
    return askTokeniser<Answer>(this.config.CARD_TOKENISER_SOCKET, path, body, limitMs);
  }
}

const refusalOf = ({ code, ...facts }: SourceRefusal): DomainError =>
  new DomainError(code, 'currentKid' in facts ? { currentKid: facts.currentKid } : {});
