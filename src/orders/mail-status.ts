import { sql, type RawBuilder } from 'kysely';

/**
 * The statement by which an order tells the fate of its confirmation mail; usable alone or as a CTE of the one that tells
 * the same of the mail. What is sent stays sent.
 */
export function confirmationMailed(orderId: string, status: 'sent' | 'failed'): RawBuilder<unknown> {
  return sql`
    update orders set email_status = ${status}, updated_at = now()
    where id = ${orderId} and email_status is distinct from 'sent'`;
}
