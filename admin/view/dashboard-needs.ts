import type { Dashboard } from '../../src/back-office/index.js';
import { RefundProposals, ReturnList } from '../../src/orders/back-office/index.js';
import { may, type StaffRole } from '../../src/staff/index.js';
import { type Panel, ROOT } from '../panel.js';
import { ageText, countText, inWords, listAt } from './figures.js';

/** Something that waits for a person. */
export interface NeedFigure {
  readonly label: string;
  readonly text: string;
  readonly note?: string;
  readonly href: string;
  /** Nothing waits: shown, and calm. */
  readonly isNone: boolean;
}

const MOST = 1_000;
const HOLD_MINUTES = 60;

const figure = (label: string, count: number, href: string, note?: string): NeedFigure => ({
  label,
  text: countText(count),
  href,
  isNone: count === 0,
  ...(note && { note }),
});

/** First what asks for somebody, then what may soon. */
export async function needsOf(panel: Panel, role: StaffRole, figures: Dashboard): Promise<NeedFigure[]> {
  const needs: NeedFigure[] = [];
  if (may(role, 'read_audit')) needs.push(...openInterventions(figures));
  if (may(role, 'read_money')) {
    const waiting = await panel.get(RefundProposals).waiting();
    needs.push(figure('Refunds to agree to', waiting.length, `${ROOT}/pages/inbox#proposals`));
  }
  if (may(role, 'read_orders')) needs.push(...(await ofOrders(panel, figures)));
  if (may(role, 'read_money'))
    needs.push(
      figure(
        'Payments of unknown outcome',
        figures.unknownOutcomes.count,
        listAt('payments', { status: 'unknown' }),
      ),
      figure('Refunds under way', figures.refundsPending.count, listAt('refunds', { status: 'pending' })),
    );
  return needs;
}

function openInterventions({ interventions }: Dashboard): NeedFigure[] {
  if (interventions.length === 0)
    return [figure('Interventions', 0, listAt('interventions', { state: 'open' }))];
  return interventions.map(({ kind, count, oldestSeconds }) =>
    figure(
      inWords(kind),
      count,
      listAt('interventions', { state: 'open', kind }),
      `oldest ${ageText(oldestSeconds)}`,
    ),
  );
}

async function ofOrders(panel: Panel, figures: Dashboard): Promise<NeedFigure[]> {
  const returns = panel.get(ReturnList);
  const [requested, approved] = await Promise.all([
    returns.countUpTo({ statuses: ['requested'] }, MOST),
    returns.countUpTo({ statuses: ['approved'] }, MOST),
  ]);
  return [
    figure('Returns to decide', requested, listAt('returns', { status: 'requested' })),
    figure('Returns on their way', approved, listAt('returns', { status: 'approved' })),
    figure(
      'Holds that end within an hour',
      figures.holdsAboutToExpire.count,
      listAt('orders', { holdEndsWithinMinutes: HOLD_MINUTES }),
    ),
    figure('Mails that failed', figures.mailFailures.count, listAt('mails', { status: 'failed' })),
  ];
}
