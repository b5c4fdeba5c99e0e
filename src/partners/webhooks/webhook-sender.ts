import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Webhook } from 'standardwebhooks';
import { CONFIG, type Config } from '../../config.js';
import { publicId } from '../../shared/ids.js';
import type { Claimed } from './claim.sql.js';
import { publicEventOf } from '../public-event.js';
import { askedSeconds } from './retry-schedule.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { WebhookTargets } from './webhook-target.js';

/** What came of one try. */
export interface Attempt {
  readonly url: string;
  readonly sentAt: string;
  readonly durationMs: number;
  /** Null where nobody answered. */
  readonly status: number | null;
  /** The beginning of what was answered, null where nothing was. */
  readonly answer: string | null;
  /** Null where it was taken; else why not. */
  readonly error: string | null;
  /** The pause that the receiver asks for before the next try; 0 where it does not. */
  readonly askedSeconds: number;
}

type Outcome = Pick<Attempt, 'status' | 'answer' | 'error' | 'askedSeconds'>;

/** What is kept of an answer, and how much of one is read so that its connection can be used again. */
const KEPT_BYTES = 4_096;
const READ_BYTES = 65_536;

/** A connection that nobody used for so long is as good as closed by most servers. */
const IDLE_MS = 4_000;

const NO_ANSWER = { status: null, answer: null, askedSeconds: 0 } as const;

/** Secrets that were opened: more than any shop has endpoints. */
const REMEMBERED_KEYS = 1_000;

/** Signs an event and posts it, by rules that keep the call harmless: see webhook-target.ts. No redirect is followed. */
@Injectable()
export class WebhookSender implements OnModuleDestroy {
  private readonly agents: { readonly 'http:': http.Agent; readonly 'https:': https.Agent };
  private readonly keys = new Map<string, Webhook>();
  private readonly deadlineMs: number;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly targets: WebhookTargets,
    private readonly secrets: WebhookSecrets,
  ) {
    this.deadlineMs = config.WEBHOOK_DEADLINE_SECONDS * 1000;
    const options = {
      keepAlive: true,
      maxFreeSockets: config.WEBHOOK_ENDPOINT_CONCURRENCY,
      timeout: IDLE_MS,
    };
    this.agents = { 'http:': new http.Agent(options), 'https:': new https.Agent(options) };
  }

  onModuleDestroy(): void {
    for (const agent of Object.values(this.agents)) agent.destroy();
  }

  /** Ends within the deadline, however the other side behaves. Outside any transaction. */
  async send(delivery: Claimed): Promise<Attempt> {
    const [sentAt, startedAt] = [new Date(), performance.now()];
    const outcome = await this.post(delivery, sentAt).catch((error: unknown) => ({
      ...NO_ANSWER,
      error: reasonOf(error),
    }));
    const durationMs = Math.round(performance.now() - startedAt);
    return { url: delivery.url, sentAt: sentAt.toISOString(), durationMs, ...outcome };
  }

  private async post(delivery: Claimed, sentAt: Date): Promise<Outcome> {
    const url = this.targets.readAgain(delivery.url);
    if (!url) return { ...NO_ANSWER, error: 'TARGET_REFUSED' };
    const body = JSON.stringify(publicEventOf(delivery));
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const signal = AbortSignal.timeout(this.deadlineMs);
    const protocol = url.protocol as 'http:' | 'https:';
    const options = {
      method: 'POST',
      headers: this.headersOf(delivery, body, sentAt),
      agent: this.agents[protocol],
      lookup: this.targets.lookup,
      signal,
    };
    const request = protocol === 'https:' ? https.request(url, options) : http.request(url, options);
    request.once('response', resolve).once('error', reject).end(body);
    const response = await promise;
    const answer = await beginningOf(response);
    const status = response.statusCode!;
    return {
      status,
      answer,
      error: errorOf(status),
      askedSeconds: askedSeconds(response.headers['retry-after']),
    };
  }

  private headersOf(delivery: Claimed, body: string, sentAt: Date): Record<string, string | number> {
    const id = publicId('evt', delivery.event_id);
    const sealed = [delivery.sealed_secret, delivery.previous_sealed_secret].filter((each) => each !== null);
    return {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'Settle-Webhooks/1',
      'webhook-id': id,
      'webhook-timestamp': Math.floor(sentAt.getTime() / 1000),
      'webhook-signature': sealed
        .map((each) => this.keyOf(each, delivery.endpoint_id).sign(id, sentAt, body))
        .join(' '),
    };
  }

  private keyOf(sealed: string, endpointId: string): Webhook {
    const known = this.keys.get(sealed);
    if (known) return known;
    const key = new Webhook(this.secrets.open(sealed, endpointId));
    if (this.keys.size >= REMEMBERED_KEYS) this.keys.delete(this.keys.keys().next().value!);
    this.keys.set(sealed, key);
    return key;
  }
}

/** Reads what it says until it has said enough; who says more loses the connection. */
async function beginningOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    if (length < KEPT_BYTES) chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > READ_BYTES) break;
  }
  // Postgres stores no NUL, and what was cut in the middle of a character is none.
  return Buffer.concat(chunks).subarray(0, KEPT_BYTES).toString('utf8').replaceAll('\0', '\uFFFD');
}

function errorOf(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  return status >= 300 && status < 400 ? 'redirect' : `http_${status}`;
}

/** A word, never a message: those name addresses and files. */
function reasonOf(error: unknown): string {
  const { name, code } = error as { name?: string; code?: unknown };
  if (name === 'AbortError' || name === 'TimeoutError') return 'timeout';
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,40}$/.test(code) ? code : 'failed';
}
