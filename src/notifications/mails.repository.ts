import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Transaction } from '../shared/database/unit-of-work.js';
import { assertNever } from '../shared/assert.js';

export interface QueuedMail {
  readonly eventId: string;
  readonly template: string;
  readonly orderId: string;
  readonly customerId: string;
  readonly messageId: string;
}

/** What a claim answers: ours to send (as which try), or what became of the mail already. */
export type Claim =
  | { readonly outcome: 'ours'; readonly tryNo: number }
  | { readonly outcome: 'under_way' | 'sent' | 'failed' };

/**
 * The mails table. A queued row whose `sending_since` is set has been handed to a sender whose answer is not known yet; past
 * `leaseSeconds` that sender is taken for dead. `tries` tells one sender from the next.
 */
@Injectable()
export class MailsRepository {
  /** Takes the mail for sending. Inside a transaction, which ends before the mail server is called. */
  async claim(tx: Transaction, mail: QueuedMail, leaseSeconds: number): Promise<Claim> {
    const { rows } = await sql<{ tries: number }>`
      insert into mails (event_id, template, order_id, customer_id, message_id, status, tries, sending_since)
      values (${mail.eventId}, ${mail.template}, ${mail.orderId}, ${mail.customerId}, ${mail.messageId}, 'queued', 1,
              now())
      on conflict (event_id, template) do update set tries = mails.tries + 1, sending_since = now()
        where mails.status = 'queued'
          and (mails.sending_since is null or mails.sending_since < now() - make_interval(secs => ${leaseSeconds}))
      returning tries`.execute(tx.db);
    return rows[0] ? { outcome: 'ours', tryNo: rows[0].tries } : { outcome: await this.fateOf(tx, mail) };
  }

  async markSent(tx: Transaction, mail: QueuedMail): Promise<void> {
    await sql`
      update mails set status = 'sent', sent_at = now(), sending_since = null, last_error = null
      where event_id = ${mail.eventId} and template = ${mail.template}`.execute(tx.db);
  }

  /** The mail server will never take it. */
  async markFailed(tx: Transaction, mail: QueuedMail, reason: string): Promise<void> {
    await sql`
      update mails set status = 'failed', sending_since = null, last_error = ${reason}
      where event_id = ${mail.eventId} and template = ${mail.template} and status = 'queued'`.execute(tx.db);
  }

  /** Gives the mail back, unless another sender took it meanwhile. */
  async release(tx: Transaction, mail: QueuedMail, tryNo: number, reason: string): Promise<void> {
    await sql`
      update mails set sending_since = null, last_error = ${reason}
      where event_id = ${mail.eventId} and template = ${mail.template} and status = 'queued' and tries = ${tryNo}
    `.execute(tx.db);
  }

  private async fateOf(tx: Transaction, mail: QueuedMail): Promise<'under_way' | 'sent' | 'failed'> {
    const { rows } = await sql<{ status: 'queued' | 'sent' | 'failed' }>`
      select status from mails where event_id = ${mail.eventId} and template = ${mail.template}`.execute(
      tx.db,
    );
    const { status } = rows[0]!;
    switch (status) {
      case 'queued':
        return 'under_way';
      case 'sent':
      case 'failed':
        return status;
      default:
        return assertNever(status);
    }
  }
}
