import type { OrderPageView } from '../../../src/back-office/index.js';
import type { OrderNote } from '../../../src/orders/back-office/index.js';
import { formatMoney } from '../../../src/shared/money.js';
import { may, type StaffRole } from '../../../src/staff/index.js';
import { at, rowOf, type Section, wordOf } from './section.js';

interface About {
  readonly notes: readonly OrderNote[];
  readonly role: StaffRole;
  readonly nameOf: (id: string | null) => string;
}

/** Who was told what, and who has said what. */
export function talkSections(page: OrderPageView, { notes, role, nameOf }: About): Section[] {
  const seesPeople = may(role, 'reveal_personal_data');
  return [
    mailsSection(page, role),
    ...(seesPeople ? [notesSection(notes, role, nameOf)] : []),
    {
      id: 'invoices',
      title: 'Invoices',
      columns: ['Number', 'Kind', 'Amount', 'Issued'],
      rows: page.invoices.map((each) => ({
        cells: [
          rowOf('invoices', each.id, each.number),
          wordOf(each.kind),
          formatMoney(each.amountMinor, each.currency),
          at(each.issuedAt),
        ],
      })),
      empty: 'None was issued.',
    },
    ...(may(role, 'read_money') ? [webhooksSection(page)] : []),
    ...(may(role, 'read_audit') ? [auditSection(page, nameOf)] : []),
  ];
}

const leads = (href: string, text: string) => ({ text, href });

function mailsSection({ mails }: OrderPageView, role: StaffRole): Section {
  const seesPeople = may(role, 'reveal_personal_data');
  const mayResend = may(role, 'resend_mail');
  return {
    id: 'mails',
    title: 'Mails',
    columns: [
      'Mail',
      'Status',
      ...(seesPeople ? ['To', ''] : []),
      ...(mayResend ? [''] : []),
      'Wanted',
      'Sent',
    ],
    rows: mails.map((each) => ({
      cells: [
        rowOf('mails', each.id, each.template),
        each.status,
        ...(seesPeople ? [each.to ?? '', leads(`/admin/view/mails/${each.id}`, 'open')] : []),
        ...(mayResend
          ? [
              each.isResendable
                ? leads(`/admin/resources/mails/records/${each.id}/resend-mail`, 'send again')
                : '',
            ]
          : []),
        at(each.queuedAt),
        at(each.sentAt),
      ],
    })),
    empty: 'No mail was wanted.',
  };
}

const notesSection = (notes: readonly OrderNote[], role: StaffRole, nameOf: About['nameOf']): Section => ({
  id: 'notes',
  title: 'Notes',
  columns: ['Note', 'By', 'When'],
  rows: notes.map(({ text, authorId, writtenAt }) => ({ cells: [text, nameOf(authorId), at(writtenAt)] })),
  empty: 'Nobody has noted anything.',
  ...(may(role, 'write_note') && { addAction: { action: 'write-note', label: 'Write a note' } }),
});

const webhooksSection = ({ webhooksReceived, webhooksDelivered }: OrderPageView): Section => ({
  id: 'webhooks',
  title: 'Webhooks',
  columns: ['Way', 'What', 'Result', 'When'],
  rows: [
    ...webhooksReceived.map((each) => ({
      cells: [`from ${each.gateway}`, each.type, wordOf(each.result ?? 'waiting'), at(each.receivedAt)],
    })),
    ...webhooksDelivered.map((each) => ({
      cells: [
        rowOf('webhook-deliveries', each.id, 'to a partner'),
        each.type,
        wordOf(each.status),
        at(each.createdAt),
      ],
    })),
  ],
  empty: 'None came, none went.',
});

const auditSection = ({ audit }: OrderPageView, nameOf: About['nameOf']): Section => ({
  id: 'audit',
  title: 'Audit',
  columns: ['What', 'Outcome', 'By', 'Reason', 'When'],
  rows: audit.map(({ action, outcome, actorKind, actorId, facts, occurredAt }) => ({
    cells: [
      action,
      outcome,
      actorKind === 'admin' ? nameOf(actorId) || actorKind : actorKind,
      typeof facts['reason'] === 'string' ? facts['reason'] : '',
      at(occurredAt),
    ],
  })),
  empty: 'Nothing stands in the audit.',
});
