import type { Exchange } from '../../provider/exchange.js';
import type { Settings } from '../settings.js';
import { Fields } from '../wire/fields.js';
import { PayPalError } from '../wire/paypal-error.js';
import { authenticate } from './authenticate.js';
import { findRoute, type Route } from './routes.js';

/** developer.paypal.com/api/deprecated/payments/v1, read 2026-11. */
const REQUEST_ID_LENGTH_MAX = 78;

/** A request that has been let in and whose handler is known. */
export interface ApiRequest {
  method: string;
  path: string;
  pathId: string;
  route: Route;
  body: Fields;
  query: URLSearchParams;
  requestId: string | null;
  /** What its answer is kept under. Null where no answer is: PayPal keeps those of POSTs that move or promise money. */
  key: string | null;
}

/** Throws what PayPal answers to a stranger, to an unknown address and to what is no JSON. */
export function readRequest(exchange: Exchange, settings: Settings): ApiRequest {
  const { method } = exchange;
  // The SDK posts a new payment to an address with a slash at its end.
  const path = exchange.path.replace(/\/+$/, '');
  const found = findRoute(method, path);
  authenticate(found?.route.operation, exchange.header('authorization') ?? '', settings);
  if (!found) throw PayPalError.named('RESOURCE_NOT_FOUND');
  const requestId = exchange.header('paypal-request-id') ?? null;
  if (requestId && requestId.length > REQUEST_ID_LENGTH_MAX)
    throw PayPalError.named('PAYMENT_REQUEST_ID_INVALID');
  const isKept = method === 'POST' && path.startsWith('/v1/payments/') && requestId !== null;
  return {
    method,
    path,
    pathId: found.id,
    route: found.route,
    body: readBody(exchange),
    query: new URLSearchParams(exchange.query),
    requestId,
    key: isKept ? `${path} ${requestId}` : null,
  };
}

function readBody(exchange: Exchange): Fields {
  if (exchange.header('content-type')?.startsWith('application/x-www-form-urlencoded'))
    return new Fields(Object.fromEntries(new URLSearchParams(exchange.body)));
  if (exchange.body === '') return new Fields({});
  try {
    const body: unknown = JSON.parse(exchange.body);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return new Fields(body);
  } catch {
    // Refused below, like what is JSON but no object.
  }
  throw PayPalError.named('MALFORMED_REQUEST');
}
