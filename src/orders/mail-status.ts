import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../shared/database/unit-of-work.js';

/** The fate of an order's confirmation mail, as the order tells it. Idempotent; what is sent stays sent. */
@Injectable()
export class MailStatus {
  constructor(private readonly uow: UnitOfWork) {}

  async confirmationMailed(orderId: string, status: 'sent' | 'failed'): Promise<void> {
    await sql`
      update orders set email_status = ${status}, updated_at = now()
      where id = ${orderId} and email_status is distinct from 'sent'`.execute(this.uow.db);
  }
}
