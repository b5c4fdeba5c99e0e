import type { OrderPageView } from '../../../src/back-office/index.js';
import type { RefundProposal } from '../../../src/orders/back-office/index.js';
import { formatMoney } from '../../../src/shared/money.js';
import { may } from '../../../src/staff/index.js';
import { at, type Cell, type Looker, rowOf, type RowAction, type Section, wordOf } from './section.js';

interface About {
  readonly proposals: readonly RefundProposal[];
  readonly looker: Looker;
  readonly nameOf: (id: string | null) => string;
}

interface Amount {
  readonly amountMinor: number;
  readonly currency: string;
}

const money = ({ amountMinor, currency }: Amount): string => formatMoney(amountMinor, currency);

/** Where an order's money is and has been, for who may look into that. */
export function moneySections(page: OrderPageView, about: About): Section[] {
  return [
    ...(about.proposals.length > 0 ? [proposalsSection(about)] : []),
    attemptsSection(page),
    {
      id: 'captures',
      title: 'Captures',
      columns: ['Amount', 'Status', 'Why not', 'Since'],
      rows: page.captures.map((each) => ({
        cells: [
          money(each as unknown as Amount),
          wordOf(textOf(each['status'])),
          textOf(each['failureCode']),
          at(textOf(each['createdAt'])),
        ],
      })),
      empty: 'Nothing was taken by itself.',
    },
    {
      id: 'refunds',
      title: 'Refunds',
      columns: ['Refund', 'Amount', 'Status', 'Reason', 'Why not', 'Since', 'Settled'],
      rows: page.refunds.map((each) => ({
        cells: [
          rowOf('refunds', each.id, each.refundId),
          money(each),
          wordOf(each.status),
          may(about.looker.role, 'reveal_personal_data') ? each.reason : '',
          each.failureCode ?? '',
          at(each.createdAt),
          at(each.settledAt),
        ],
      })),
      empty: 'Nothing went back.',
    },
    {
      id: 'disputes',
      title: 'Disputes',
      columns: ['Dispute', 'Amount', 'Status', 'Reason', 'Answer until', 'Opened'],
      rows: page.disputes.map((each) => ({
        cells: [
          rowOf('disputes', each.id, each.gatewayDisputeId),
          money(each),
          wordOf(each.status),
          wordOf(each.reason),
          at(each.evidenceDueBy),
          at(each.openedAt),
        ],
      })),
      empty: 'Nobody disputes it.',
    },
    {
      id: 'ledger',
      title: 'Ledger',
      columns: ['Movement', 'Debit', 'Credit', 'Amount', 'When'],
      rows: page.ledger.map((each) => ({
        cells: [wordOf(each.movement), each.debit, each.credit, money(each), at(each.occurredAt)],
      })),
      empty: 'No money has moved.',
    },
  ];
}

function attemptsSection({ payments, order }: OrderPageView): Section {
  const amount = (amountMinor: number) => formatMoney(amountMinor, order.currency);
  return {
    id: 'attempts',
    title: 'Payment attempts',
    columns: ['Payment', 'Amount', 'Status', 'Customer reads', 'Reason', 'Taken', 'Given back', 'Since'],
    rows: payments.map((each) => ({
      cells: [
        rowOf('payments', each.id, [wordOf(each.method), each.card?.last4].filter(Boolean).join(' ')),
        money(each),
        wordOf(each.status),
        each.reason ?? '',
        [wordOf(each.failureReason), each.failureCode].filter(Boolean).join(': '),
        amount(each.capturedMinor),
        amount(each.refundedMinor),
        at(each.createdAt),
      ],
    })),
    empty: 'Nobody has tried to pay.',
  };
}

function proposalsSection({ proposals, looker: { role, actor }, nameOf }: About): Section {
  return {
    id: 'proposals',
    title: 'Refunds that need a second person',
    columns: ['What', 'Amount', 'Status', 'Proposed by', 'Because', 'Decided by', 'Until'],
    rows: proposals.map((each) => {
      const mayDecide = each.status === 'open' && may(role, 'approve_refund') && each.proposedBy !== actor.id;
      const cells: Cell[] = [
        wordOf(each.move),
        money(each),
        each.failureCode ? `${each.status}: ${each.failureCode}` : each.status,
        nameOf(each.proposedBy),
        each.reason,
        nameOf(each.decidedBy),
        at(each.expiresAt),
      ];
      return { cells, ...(mayDecide && { actions: decisionsOn(each.proposalId) }) };
    }),
    empty: 'None.',
  };
}

const decisionsOn = (recordId: string): RowAction[] => [
  { action: 'approve-refund', label: 'Approve', recordId },
  { action: 'reject-refund', label: 'Reject', recordId },
];

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
