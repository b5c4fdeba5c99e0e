import {
  bulkhead,
  circuitBreaker,
  ConsecutiveBreaker,
  handleWhenResult,
  isBrokenCircuitError,
  isBulkheadRejectedError,
  wrap,
} from 'cockatiel';
import {
  type CaptureOutcome,
  type Failed,
  type Finding,
  type Outcome,
  type RefundOutcome,
  UNDECIDED,
} from '../outcome.js';
import type {
  AttemptRef,
  CaptureRequest,
  ChargeRequest,
  GatewayMovement,
  PaymentGateway,
  RefundRequest,
  VerifiedWebhook,
  WebhookSubject,
} from './gateway.port.js';

export interface GuardLimits {
  /** Calls that may wait for this gateway at a time; as many more queue, the rest is turned away. */
  readonly concurrency: number;
  /** So many failures in a row, and nothing is sent for a while. */
  readonly failures: number;
  readonly openMs: number;
}

type Unknown = Extract<Outcome, { kind: 'unknown' }>;

/**
 * A gateway behind a bulkhead and a circuit breaker of its own: one that hangs takes its own slots and nobody else's,
 * and one that is down is known to be down without waiting for it. What is turned away here was never sent, so a
 * charge is definitely not attempted; every other answer is `unknown`.
 */
export class GuardedGateway implements PaymentGateway {
  readonly name: string;
  readonly methods: PaymentGateway['methods'];
  readonly webhookEvents: readonly string[];
  private readonly policy;
  private lastCallFailed = false;

  constructor(
    private readonly gateway: PaymentGateway,
    { concurrency, failures, openMs }: GuardLimits,
  ) {
    this.name = gateway.name;
    this.methods = gateway.methods;
    this.webhookEvents = gateway.webhookEvents;
    const breaker = circuitBreaker(handleWhenResult(isOutage), {
      halfOpenAfter: openMs,
      breaker: new ConsecutiveBreaker(failures),
    });
    this.policy = wrap(bulkhead(concurrency, concurrency), breaker);
  }

  /** Whether the last call told of an outage: then the others are not worth making until one comes through. */
  get isDown(): boolean {
    return this.lastCallFailed;
  }

  charge(request: ChargeRequest): Promise<Outcome> {
    const { intentId } = request;
    return this.guard<Outcome>(
      () => this.gateway.charge(request),
      (code): Failed => ({ kind: 'failed', reason: 'not_attempted', code, intentId }),
    );
  }

  ask(attempt: AttemptRef): Promise<Finding> {
    return this.guard<Finding>(() => this.gateway.ask(attempt), unknownOf(attempt));
  }

  complete(attempt: AttemptRef, approval: string): Promise<Outcome> {
    return this.guard<Outcome>(() => this.gateway.complete(attempt, approval), unknownOf(attempt));
  }

  cancel(attempt: AttemptRef): Promise<Outcome> {
    return this.guard<Outcome>(() => this.gateway.cancel(attempt), unknownOf(attempt));
  }

  capture(request: CaptureRequest): Promise<CaptureOutcome> {
    return this.guard<CaptureOutcome>(
      () => this.gateway.capture(request),
      (cause) => ({ kind: 'unknown', cause }),
    );
  }

  refund(request: RefundRequest): Promise<RefundOutcome> {
    return this.guard<RefundOutcome>(
      () => this.gateway.refund(request),
      (cause) => ({ kind: 'unknown', cause }),
    );
  }

  /** Not guarded: a forged flood must not be able to open the breaker. */
  verifyWebhook(
    raw: Buffer,
    headers: Readonly<Record<string, unknown>>,
  ): Promise<VerifiedWebhook | 'unreachable' | undefined> {
    return this.gateway.verifyWebhook(raw, headers);
  }

  resolveWebhook(webhook: VerifiedWebhook): Promise<WebhookSubject> {
    return this.guard<WebhookSubject>(
      () => this.gateway.resolveWebhook(webhook),
      () => ({ kind: 'unreachable' }),
    );
  }

  subscribeWebhooks(url: string): Promise<Readonly<Record<string, string>>> {
    return this.gateway.subscribeWebhooks(url);
  }

  movements(since: Date): AsyncIterable<GatewayMovement> {
    return this.gateway.movements(since);
  }

  /** The gateway's answer, or what it means that it was not asked. */
  private async guard<T>(call: () => Promise<T>, notAsked: (code: string) => T): Promise<T> {
    try {
      const answer = await this.policy.execute(call);
      this.lastCallFailed = isOutage(answer);
      return answer;
    } catch (error) {
      if (isBrokenCircuitError(error)) return notAsked('circuit_open');
      if (isBulkheadRejectedError(error)) return notAsked('too_many_calls');
      throw error;
    }
  }
}

const unknownOf =
  ({ intentId }: AttemptRef) =>
  (cause: string): Unknown => ({ kind: 'unknown', cause, intentId });

/** An answer that says more about the gateway than about the payment. */
function isOutage(answer: unknown): boolean {
  const { kind, reason, cause } = answer as { kind: string; reason?: string; cause?: string };
  return (kind === 'unknown' && cause !== UNDECIDED) || kind === 'unreachable' || reason === 'not_attempted';
}
