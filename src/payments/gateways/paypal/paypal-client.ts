import type { RequestOptions } from 'node:http';
import type { Done } from 'paypal-rest-sdk/lib/client.js';
import type { Config } from '../../../config.js';
import { callGateway } from '../call-gateway.js';
import { isRetryable } from './paypal-error.js';
import { onRoute } from './paypal-http.js';

const API_URLS = { live: 'https://api.paypal.com', sandbox: 'https://api.sandbox.paypal.com' } as const;

/** A method of the SDK, waiting for its last two arguments. */
export type SdkCall = (config: RequestOptions, done: Done) => void;

/** Calls the SDK: bounded, repeated where that is safe, with our account given to each call instead of to its global. */
export class PayPalClient {
  private readonly policy;
  private readonly apiUrl: string;
  private readonly account;

  constructor(config: Config) {
    this.policy = { callMs: config.GATEWAY_CALL_SECONDS * 1000, isRetryable };
    this.apiUrl = config.PAYPAL_API_URL ?? API_URLS[config.PAYPAL_MODE];
    this.account = {
      mode: config.PAYPAL_MODE,
      client_id: config.PAYPAL_CLIENT_ID,
      client_secret: config.PAYPAL_CLIENT_SECRET,
    };
  }

  /** For questions that no request waits for: room for a slow call and its repeats. */
  deadline(): Date {
    return new Date(Date.now() + 2 * this.policy.callMs);
  }

  /**
   * What PayPal answered, of whatever shape; throws PayPalError, ConnectionError, TimedOut or DeadlinePassed. What moves
   * money names its `requestId`, under which PayPal does it once (kept for 30 days:
   * developer.paypal.com/api/deprecated/payments/v1/payment-execute, read 2026-11-23).
   */
  call(deadline: Date, call: SdkCall, requestId?: string): Promise<unknown> {
    return callGateway(
      this.policy,
      deadline,
      (timeoutMs) =>
        new Promise((resolve, reject) => {
          const headers = requestId ? { 'PayPal-Request-Id': requestId } : {};
          const done: Done = (error, answer) => (error ? reject(error) : resolve(answer));
          onRoute({ apiUrl: this.apiUrl, endsAtMs: Date.now() + timeoutMs }, () =>
            call({ ...this.account, headers }, done),
          );
        }),
    );
  }
}
