import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { publicId } from '../shared/ids.js';
import { maskedEmail } from '../shared/masked-email.js';
import { fromPersonalColumn } from '../shared/personal-data.js';
import type { MailDto } from './mails.dto.js';

interface MailRow {
  readonly id: string;
  readonly template: string;
  readonly status: string;
  readonly tries: number;
  readonly lastError: string | null;
  readonly queuedAt: string;
  readonly sentAt: string | null;
  readonly resendOf: string | null;
  readonly personal: { readonly email: string };
}

/** An order has a handful of mails; resends could make it many. */
const MOST = 200;

/** What became of mails, for admins. Outside a transaction. */
@Injectable()
export class MailQueries {
  constructor(private readonly uow: UnitOfWork) {}

  /** Of an order, oldest first. */
  ofOrder(orderId: string): Promise<MailDto[]> {
    return this.mails(sql`m.order_id = ${orderId}`);
  }

  async get(mailId: string): Promise<MailDto> {
    const [mail] = await this.mails(sql`m.id = ${mailId}`);
    return mail!;
  }

  private async mails(which: RawBuilder<unknown>): Promise<MailDto[]> {
    const { rows } = await sql<MailRow>`
      select m.id, m.template, m.status, m.tries, m.last_error as "lastError", m.queued_at as "queuedAt",
        m.sent_at as "sentAt", m.resend_of as "resendOf", coalesce(m.personal, o.personal) as personal
      from mails m join orders o on o.id = m.order_id where ${which}
      order by m.queued_at, m.id limit ${MOST}`.execute(this.uow.db);
    return rows.map(mailView);
  }
}

const isoTime = (timestamp: string): string => new Date(timestamp).toISOString();

function mailView({ id, personal, resendOf, queuedAt, sentAt, ...rest }: MailRow): MailDto {
  return {
    mailId: publicId('mail', id),
    ...rest,
    to: maskedEmail(fromPersonalColumn(personal).email),
    queuedAt: isoTime(queuedAt),
    sentAt: sentAt && isoTime(sentAt),
    resendOf: resendOf && publicId('mail', resendOf),
  };
}
