import type { Exchange } from '../../provider/exchange.js';
import { approvalPage, closedPage, unknownPage } from '../pages/approval-page.js';
import { asOfNow } from '../payments/find.js';
import type { PayPal } from '../paypal.js';
import { isBuyerName } from '../test-buyers.js';
import { paymentIdOf } from '../wire/ids.js';
import { answerApproval } from './answer-approval.js';

/** `/checkoutnow?token=EC-…`, and the form on it. Needs no token of the API: the buyer's browser comes here. */
export function serveApproval(paypal: PayPal, exchange: Exchange): void {
  const token = new URLSearchParams(exchange.query).get('token') ?? '';
  const stored = paypal.store.payments.get(paymentIdOf(token));
  if (!stored) return exchange.sendHtml(404, unknownPage());
  const payment = asOfNow(stored);
  const { merchant } = paypal.settings;
  if (exchange.method !== 'POST' || payment.state !== 'created')
    return exchange.sendHtml(200, approvalPage(payment, merchant));

  const form = new URLSearchParams(exchange.body);
  const answer = form.get('answer');
  if (answer === 'decline') return redirect(exchange, answerApproval(paypal, payment, { answer }).redirect);
  const buyer = form.get('buyer');
  if (!isBuyerName(buyer) || (answer !== 'approve' && answer !== 'close'))
    return exchange.sendJson(400, { error: 'answer must be approve, decline or close, buyer a test buyer' });
  const approved = answerApproval(paypal, payment, { answer: 'approve', buyer });
  if (answer === 'close') return exchange.sendHtml(200, closedPage(payment, merchant));
  redirect(exchange, approved.redirect);
}

/** 303: the browser comes to the shop with a GET. */
function redirect(exchange: Exchange, location: string): void {
  exchange.send(303, { location }, '');
}
