import { CONTROLS } from '../../provider/controls.js';
import type { Exchange } from '../../provider/exchange.js';
import { isOpen } from '../disputes/is-disputed.js';
import { moveDispute, OUTCOMES, resolveDispute, STATIONS } from '../disputes/resolve-dispute.js';
import type { PayPal } from '../paypal.js';
import { presentDispute } from '../present/dispute.js';
import { Commit } from '../store/commit.js';
import { BUYERS, isBuyerName } from '../test-buyers.js';
import { answerApproval, findOpen } from './answer-approval.js';

type OwnControl = (paypal: PayPal, id: string, wish: Record<string, unknown>) => object;

/** What the buyer and PayPal itself would do, for those who have no browser. */
const OWN_CONTROLS: Record<string, OwnControl> = {
  'POST /sandbox/payments/:id/approve': approvePayment,
  'POST /sandbox/payments/:id/decline': (paypal, id) =>
    answerApproval(paypal, findOpen(paypal, id), { answer: 'decline' }),
  'POST /sandbox/disputes/:id/status': (paypal, id, { status }) => {
    const station = STATIONS.find((candidate) => candidate === status);
    if (!station) throw new Error(`status must be one of ${STATIONS.join(', ')}`);
    const { dispute, commit, work } = openDisputeOf(paypal, id);
    const moved = moveDispute(work, dispute, station);
    paypal.finish(commit);
    return presentDispute(paypal.store, moved);
  },
  'POST /sandbox/disputes/:id/resolve': (paypal, id, { outcome }) => {
    const known = OUTCOMES.find((candidate) => candidate === outcome);
    if (!known) throw new Error(`outcome must be one of ${OUTCOMES.join(', ')}`);
    const { dispute, taking, commit, work } = openDisputeOf(paypal, id);
    const resolved = resolveDispute(work, dispute, taking, known);
    paypal.finish(commit);
    return presentDispute(paypal.store, resolved);
  },
};

export function serveSandbox(paypal: PayPal, exchange: Exchange): void {
  const { method, path } = exchange;
  const [, , what = '', id = '', deed] = path.split('/');
  const shared = CONTROLS[`${method} ${path}`];
  const own = OWN_CONTROLS[`${method} /sandbox/${what}/:id/${deed}`];
  try {
    if (shared) return shared(paypal, exchange);
    if (own) return exchange.sendJson(200, own(paypal, id, readWish(exchange.body)));
  } catch (error) {
    return exchange.sendJson(400, { error: error instanceof Error ? error.message : 'bad request' });
  }
  exchange.sendJson(404, {
    error: 'unknown control',
    controls: [...Object.keys(CONTROLS), ...Object.keys(OWN_CONTROLS)],
  });
}

function approvePayment(paypal: PayPal, id: string, { buyer = 'pays' }: Record<string, unknown>): object {
  if (!isBuyerName(buyer)) throw new Error(`buyer must be one of ${Object.keys(BUYERS).join(', ')}`);
  return answerApproval(paypal, findOpen(paypal, id), { answer: 'approve', buyer });
}

function openDisputeOf(paypal: PayPal, id: string) {
  const { store, settings } = paypal;
  const dispute = store.disputes.get(id);
  const taking = store.taking(dispute?.taking ?? '');
  if (!dispute || !taking || !isOpen(dispute)) throw new Error('no such dispute is open');
  const commit = new Commit(store);
  return { dispute, taking, commit, work: { store, settings, commit } };
}

function readWish(body: string): Record<string, unknown> {
  return body === '' ? {} : (JSON.parse(body) as Record<string, unknown>);
}
