import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { publicId } from '../../shared/ids.js';
import type { TimeSpan } from '../../shared/lists/list.js';
import { byTime, equals, isoTime, type ListPlan, oneOf, within } from '../../shared/lists/list-plan.js';
import { NewestFirst } from '../../shared/lists/newest-first.js';
import { maskedEmail } from '../../shared/masked-email.js';
import { fromPersonalColumn } from '../../shared/personal-data.js';
import { isOrderTemplate } from '../mail-table.js';

type MailStatus = 'queued' | 'sent' | 'failed' | 'obsolete';

export interface MailFilter {
  readonly statuses?: readonly MailStatus[] | undefined;
  readonly template?: string | undefined;
  readonly queued?: TimeSpan | undefined;
  readonly orderId?: string | undefined;
}

export interface MailListRow {
  readonly id: string;
  readonly mailId: string;
  readonly template: string;
  readonly status: MailStatus;
  readonly orderId: string | null;
  readonly orderNumber: string | null;
  /** Masked; null for a mail to the shop's own people. */
  readonly to: string | null;
  readonly tries: number;
  readonly lastError: string | null;
  /** Whether it may be sent again: a mail about an order. */
  readonly isResendable: boolean;
  readonly resendOf: string | null;
  readonly queuedAt: string;
  readonly sentAt: string | null;
}

interface Raw extends Omit<MailListRow, 'mailId' | 'to' | 'isResendable'> {
  readonly personal: { readonly email: string } | null;
}

const isOfAnIndex = ({ statuses, orderId }: MailFilter): boolean =>
  orderId === undefined && !!statuses?.length && !statuses.includes('sent');

const MAILS: ListPlan<MailFilter, Raw, MailListRow> = {
  table: 'mails',
  alias: 'm',
  order: byTime('queued_at'),
  ways: (filter) => {
    const span = within('m.queued_at', filter.queued) ?? sql`true`;
    if (filter.orderId !== undefined)
      return [sql`${equals('m.order_id', filter.orderId, 'uuid')} and ${span}`];
    return isOfAnIndex(filter)
      ? filter.statuses!.map((status) => sql`${oneOf('m.status', [status])} and ${span}`)
      : [span];
  },
  rest: (filter) => [
    isOfAnIndex(filter) ? undefined : oneOf('m.status', filter.statuses),
    equals('m.template', filter.template),
  ],
  columns: sql`
    m.id, m.template, m.status, m.order_id as "orderId", o.number as "orderNumber",
    coalesce(m.personal, o.personal, u.personal) as personal, m.tries, m.last_error as "lastError",
    m.resend_of as "resendOf", ${isoTime('m.queued_at')} as "queuedAt", ${isoTime('m.sent_at')} as "sentAt"`,
  joins: sql`left join orders o on o.id = m.order_id left join users u on u.id = m.customer_id`,
  view: ({ personal, ...row }) => ({
    ...row,
    mailId: publicId('mail', row.id),
    to: personal && maskedEmail(fromPersonalColumn(personal).email),
    isResendable: row.orderId !== null && isOrderTemplate(row.template),
  }),
};

/** What people were told, to masked addresses. */
@Injectable()
export class MailList extends NewestFirst<MailFilter, Raw, MailListRow> {
  constructor(uow: UnitOfWork) {
    super(uow, MAILS);
  }
}
