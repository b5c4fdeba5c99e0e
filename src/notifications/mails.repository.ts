import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';
import { confirmationMailed } from '../orders/index.js';
import { invariant } from '../shared/assert.js';
import type { Db, Transaction } from '../shared/database/unit-of-work.js';
import { fromPersonalColumn, toPersonalColumn } from '../shared/personal-data.js';

/** A mail is one for its event and template, however often it is asked for. */
export interface MailKey {
  readonly eventId: string;
  readonly template: string;
}

export interface QueuedMail extends MailKey {
  readonly orderId: string | null;
  readonly customerId: string | null;
  readonly messageId: string;
}

/** A mail that is ours to send. */
export interface Claimed {
  readonly outcome: 'ours';
  readonly mailId: string;
  readonly tryNo: number;
}

/** What a claim answers: ours, or what became of the mail already. */
export type Claim = Claimed | { readonly outcome: 'under_way' | 'sent' | 'failed' | 'obsolete' };

/** What is to be sent again, as it was asked for. */
export interface Resend {
  readonly template: string;
  /** The mail that is sent again, and its event. */
  readonly firstMailId: string;
  readonly firstEventId: string;
  readonly orderId: string;
  /** Absent: where the first one went. */
  readonly address?: string;
}

/** A mail that was caused by what happened, and not by somebody who wanted it again. */
export interface FirstMail {
  readonly id: string;
  readonly template: string;
  readonly orderId: string | null;
  readonly customerId: string | null;
}

/** A mail that no try has got rid of for so long is a person's. */
const GIVEN_UP_AFTER_HOURS = 24;

/**
 * The mails table. A queued row whose `sending_since` is set has been handed to a sender whose answer is not known yet; past
 * `leaseSeconds` that sender is taken for dead. `tries` tells one sender from the next.
 */
@Injectable()
export class MailsRepository {
  /** Takes the mail for sending. Outside a transaction: it is committed before the mail server is called. */
  async claim(db: Db, mail: QueuedMail, leaseSeconds: number): Promise<Claim> {
    const { rows } = await sql<{ mailId: string; tries: number }>`
      insert into mails (event_id, template, order_id, customer_id, message_id, status, tries, sending_since)
      values (${mail.eventId}, ${mail.template}, ${mail.orderId}, ${mail.customerId}, ${mail.messageId}, 'queued', 1,
              now())
      on conflict (event_id, template) do update set tries = mails.tries + 1, sending_since = now()
        where mails.status = 'queued'
          and (mails.sending_since is null or mails.sending_since < now() - make_interval(secs => ${leaseSeconds}))
      returning id as "mailId", tries`.execute(db);
    const [mine] = rows;
    return mine
      ? { outcome: 'ours', mailId: mine.mailId, tryNo: mine.tries }
      : { outcome: await this.fateOf(db, mail) };
  }

  /** Of the mail, and of its order, in one statement. */
  async markSent(db: Db, mail: QueuedMail): Promise<void> {
    await sql`
      with told as (${toldByItsOrder(mail, 'sent')})
      update mails set status = 'sent', sent_at = now(), sending_since = null, last_error = null
      where event_id = ${mail.eventId} and template = ${mail.template}`.execute(db);
  }

  async tellItsOrder(tx: Transaction, mail: QueuedMail, status: 'sent' | 'failed'): Promise<void> {
    await toldByItsOrder(mail, status).execute(tx.db);
  }

  /** The mail server will never take it. */
  async markFailed(tx: Transaction, { eventId, template }: MailKey, reason: string): Promise<void> {
    await sql`
      update mails set status = 'failed', sending_since = null, last_error = ${reason}
      where event_id = ${eventId} and template = ${template} and status = 'queued'`.execute(tx.db);
  }

  /** Gives the mail back, unless another sender took it meanwhile; true where it has been tried for too long: it has failed. */
  async release(
    tx: Transaction,
    { eventId, template }: MailKey,
    tryNo: number,
    reason: string,
  ): Promise<boolean> {
    const { rows } = await sql<{ status: string }>`
      update mails set sending_since = null, last_error = ${reason},
        status = case when queued_at < now() - make_interval(hours => ${GIVEN_UP_AFTER_HOURS}) then 'failed' else status end
      where event_id = ${eventId} and template = ${template} and status = 'queued' and tries = ${tryNo}
      returning status`.execute(tx.db);
    return rows[0]?.status === 'failed';
  }

  /** What was to be told is not true any more: a mail that waits is not sent. One that never waited leaves no row. */
  async withdraw(tx: Transaction, { eventId, template }: MailKey): Promise<void> {
    await sql`
      update mails set status = 'obsolete', sending_since = null
      where event_id = ${eventId} and template = ${template} and status = 'queued'`.execute(tx.db);
  }

  /** What the event of a resend asks for. Outside a transaction. */
  async resendOf(db: Db, eventId: string): Promise<Resend> {
    const { rows } = await sql<Omit<Resend, 'address'> & { personal: { email: string } | null }>`
      select m.template, f.id as "firstMailId", f.event_id as "firstEventId", m.order_id as "orderId", m.personal
      from mails m join mails f on f.id = m.resend_of where m.event_id = ${eventId}`.execute(db);
    invariant(rows[0], 'a resend is written with its event');
    const { personal, ...resend } = rows[0];
    return { ...resend, ...(personal && { address: fromPersonalColumn(personal).email }) };
  }

  /** What a mail was written for: of one that was sent again, the first one's event. Outside a transaction. */
  async causeOf(
    db: Db,
    mailId: string,
  ): Promise<{ template: string; eventId: string; orderId: string | null } | undefined> {
    const { rows } = await sql<{ template: string; eventId: string; orderId: string | null }>`
      select f.template, f.event_id as "eventId", f.order_id as "orderId"
      from mails m join mails f on f.id = coalesce(m.resend_of, m.id) where m.id = ${mailId}`.execute(db);
    return rows[0];
  }

  /** Locks the mail, or the one that it sends again: what is sent again is always the first one. Inside a transaction. */
  async lockFirst(tx: Transaction, mailId: string): Promise<FirstMail | undefined> {
    const { rows } = await sql<FirstMail>`
      select f.id, f.template, f.order_id as "orderId", f.customer_id as "customerId"
      from mails m join mails f on f.id = coalesce(m.resend_of, m.id)
      where m.id = ${mailId} for no key update of f`.execute(tx.db);
    return rows[0];
  }

  /** Writes a mail that sends another one again; it waits for its event. Returns its id. Inside a transaction. */
  async addResend(tx: Transaction, mail: QueuedMail, firstId: string, email?: string): Promise<string> {
    const personal = email === undefined ? null : toPersonalColumn({ email });
    const { rows } = await sql<{ id: string }>`
      insert into mails (event_id, template, order_id, customer_id, message_id, status, resend_of, personal)
      values (${mail.eventId}, ${mail.template}, ${mail.orderId}, ${mail.customerId}, ${mail.messageId}, 'queued',
              ${firstId}, ${personal}::jsonb)
      returning id`.execute(tx.db);
    return rows[0]!.id;
  }

  /** Inside a transaction that has locked the first one. */
  async lastResend(tx: Transaction, firstId: string): Promise<string> {
    const { rows } = await sql<{ id: string }>`
      select id from mails where resend_of = ${firstId} order by queued_at desc limit 1`.execute(tx.db);
    return rows[0]!.id;
  }

  private async fateOf(db: Db, mail: MailKey): Promise<Exclude<Claim['outcome'], 'ours'>> {
    const { rows } = await sql<{ status: 'queued' | 'sent' | 'failed' | 'obsolete' }>`
      select status from mails where event_id = ${mail.eventId} and template = ${mail.template}`.execute(db);
    const { status } = rows[0]!;
    return status === 'queued' ? 'under_way' : status;
  }
}

/** An order shows whether it has been confirmed by mail; of other mails it says nothing. */
const toldByItsOrder = ({ orderId, template }: QueuedMail, status: 'sent' | 'failed'): RawBuilder<unknown> =>
  template === 'order-confirmed' && orderId ? confirmationMailed(orderId, status) : sql`select`;
