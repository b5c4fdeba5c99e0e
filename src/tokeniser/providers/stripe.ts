import { z } from 'zod';
import type { FailureReason } from '../../payments/outcome.js';
import type { CardFailure, TokeniseAnswer } from '../../payments/card-data/protocol.js';
import type { Card } from '../card.js';
import { formBody } from '../form.js';
import type { Settings } from '../settings.js';
import { notAttempted, type Provider } from './provider.js';

/** The version that the SDK of the api speaks (`stripe` 23.1): one account, one meaning of its answers. */
const STRIPE_VERSION = '2026-10-28.endive';

/** What Stripe can say of a card when it is kept (docs.stripe.com/error-codes, read 2026-11-23), in our words. */
const REASONS = new Map<string, FailureReason>([
  ['insufficient_funds', 'insufficient_funds'],
  ['expired_card', 'expired_card'],
  ['invalid_expiry_month', 'invalid_card_details'],
  ['invalid_expiry_year', 'invalid_card_details'],
  ['incorrect_cvc', 'invalid_card_details'],
  ['invalid_cvc', 'invalid_card_details'],
  ['incorrect_number', 'invalid_payment_method'],
  ['invalid_number', 'invalid_payment_method'],
  ['fraudulent', 'payment_blocked'],
  ['highest_risk_level', 'payment_blocked'],
]);

/** A word of Stripe's own. Anything else could be what was sent to it. */
const word = z
  .string()
  .regex(/^[a-z][a-z_]{1,63}$/)
  .optional()
  .catch(undefined);
const refusal = z.object({
  error: z.object({ code: word, decline_code: word, param: z.string().optional().catch(undefined) }),
});
const paymentMethod = z.object({
  object: z.literal('payment_method'),
  id: z.string().regex(/^pm_\w{1,200}$/),
  card: z
    .object({
      brand: z.string().regex(/^[a-z_]{1,30}$/),
      last4: z.string().regex(/^\d{4}$/),
      exp_month: z.int().min(1).max(12),
      exp_year: z.int().min(1970).max(2099),
    })
    .transform(({ brand, last4, exp_month: month, exp_year: year }) => ({
      brand,
      last4,
      expiry: `${String(month).padStart(2, '0')}/${String(year).slice(-2)}`,
    }))
    .nullable()
    .catch(null),
});

/** `POST /v1/payment_methods` (docs.stripe.com/api/payment_methods/create, read 2026-11-23), without the SDK. */
export const stripe = ({ STRIPE_API_URL, STRIPE_SECRET_KEY }: Settings): Provider => ({
  post: (card, key, shredder) => ({
    url: new URL('/v1/payment_methods', STRIPE_API_URL),
    headers: {
      authorization: `Bearer ${STRIPE_SECRET_KEY}`,
      'content-type': 'application/x-www-form-urlencoded',
      'idempotency-key': key,
      'stripe-version': STRIPE_VERSION,
    },
    body: formBody(fieldsOf(card), shredder),
  }),
  read: (status, body) => {
    if (status === 200) return tokenOf(body);
    const said = refusal.safeParse(body).data?.error;
    if (!said) return notAttempted('odd_answer');
    if (status === 402) return declined(said.code, said.decline_code);
    const aboutTheCard = /^(card|payment_method)/.test(said.param ?? '');
    if (status === 400 && aboutTheCard) {
      return { kind: 'failed', reason: 'invalid_payment_method', code: said.code ?? 'invalid_request' };
    }
    return notAttempted(said.code ?? `http_${status}`);
  },
});

const fieldsOf = ({ number, cvv, expiryMonth, expiryYear, holder }: Card) =>
  [
    ['type', 'card'],
    ['card[number]', number],
    ['card[exp_month]', expiryMonth],
    ['card[exp_year]', expiryYear],
    ['card[cvc]', cvv],
    ...(holder ? ([['billing_details[name]', holder]] as const) : []),
  ] as const;

function tokenOf(body: unknown): TokeniseAnswer {
  const method = paymentMethod.safeParse(body).data;
  if (!method) return notAttempted('odd_answer');
  return { kind: 'token', gatewayToken: method.id, card: method.card };
}

function declined(code: string | undefined, declineCode: string | undefined): CardFailure {
  const said = declineCode ?? code ?? 'declined';
  const reason = REASONS.get(said) ?? REASONS.get(code ?? '') ?? 'card_declined';
  return { kind: 'failed', reason, code: said };
}
