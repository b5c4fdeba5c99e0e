import { decodeForm, type Form } from '../wire/form.js';
import { newId } from '../wire/ids.js';
import { Params } from '../wire/params.js';
import { StripeError } from '../wire/stripe-error.js';
import { authenticate } from './authenticate.js';
import type { Exchange } from '../../provider/exchange.js';
import { fingerprintOf } from './kept-answers.js';
import { findRoute, type Route } from './routes.js';

/** A request that has been let in and whose handler is known. */
export interface ApiRequest {
  id: string;
  method: string;
  path: string;
  pathId: string;
  route: Route;
  form: Form;
  expand: string[];
  /** Null where there is none, and for a GET, which Stripe does not keep. */
  idempotencyKey: string | null;
  fingerprint: string;
  baseUrl: string;
}

/** Throws what Stripe answers to a stranger or to an unknown address. */
export function readRequest(exchange: Exchange, secretKey: string | null): ApiRequest {
  const { method, path } = exchange;
  authenticate(exchange.header('authorization'), secretKey);
  const found = findRoute(method, path);
  if (!found) {
    throw new StripeError(404, {
      type: 'invalid_request_error',
      message: `Unrecognized request URL (${method}: ${path}). The sandbox gateway has only what Settle uses.`,
    });
  }
  const form = decodeForm(method === 'POST' ? exchange.body : exchange.query);
  const idempotencyKey = method === 'POST' ? (exchange.header('idempotency-key') ?? null) : null;
  return {
    id: newId('req', 14),
    method,
    path,
    pathId: found.id,
    route: found.route,
    form,
    expand: new Params(form).list('expand'),
    idempotencyKey,
    fingerprint: idempotencyKey === null ? '' : fingerprintOf(form),
    baseUrl: exchange.baseUrl,
  };
}
