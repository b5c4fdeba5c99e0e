import { MailerService } from '@nestjs-modules/mailer';
import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { CONFIG, type Config } from '../../config.js';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { Dispatcher, type EventHandler } from '../../shared/events/dispatcher.js';
import type { AnnouncedEvent } from '../../shared/events/announced-event.js';
import { privateId } from '../../shared/ids.js';
import { fromPersonalColumn } from '../../shared/personal-data.js';

interface Facts {
  readonly data: { readonly endpointId: string; readonly reason: 'gone' | 'failing' };
  readonly url: string;
  readonly personal: { readonly email: string };
}

const WHY = {
  gone: 'It answered 410 (Gone).',
  failing: 'Nothing but failures came from it for too long.',
} as const;

/** Writes to the owner of an endpoint that was switched off. */
@Injectable()
export class OnEndpointDisabled implements EventHandler {
  readonly name = 'mail-endpoint-disabled';
  readonly handles = ['webhook_endpoint.disabled'] as const;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    dispatcher: Dispatcher,
    private readonly uow: UnitOfWork,
    private readonly mailer: MailerService,
  ) {
    dispatcher.onEvent(this);
  }

  async handle({ id }: AnnouncedEvent): Promise<void> {
    const facts = await this.factsOf(id);
    if (!facts) return;
    const { data, url, personal } = facts;
    const lines = [
      `We have stopped sending webhooks to ${url} (${data.endpointId}).`,
      WHY[data.reason],
      'What was under way is kept. When it works again, switch it on:',
      `PATCH ${this.config.publicUrl}/webhook-endpoints/${data.endpointId} {"enabled": true}`,
      'What happened meanwhile is sent by POST …/redeliver with the range of time.',
    ];
    await this.mailer.sendMail({
      from: this.config.MAIL_FROM,
      to: { name: '', address: fromPersonalColumn(personal).email },
      subject: 'Webhook endpoint switched off',
      // Made from the event: a mail whose answer was lost is recognised as the same one.
      messageId: `<${id}.endpoint-disabled@settle>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
      text: `${lines.join('\n\n')}\n`,
      html: lines.map((line) => `<p>${escaped(line)}</p>`).join('\n'),
    });
  }

  private async factsOf(eventId: string): Promise<Facts | undefined> {
    const { rows } = await sql<Pick<Facts, 'data'>>`select data from events where id = ${eventId}`.execute(
      this.uow.db,
    );
    const endpointId = privateId('we', rows[0]?.data.endpointId ?? '') ?? null;
    const { rows: found } = await sql<Omit<Facts, 'data'>>`
      select w.url, p.personal from webhook_endpoints w join partners p on p.id = w.partner_id
      where w.id = ${endpointId}::uuid and w.deleted_at is null`.execute(this.uow.db);
    return rows[0] && found[0] && { ...rows[0], ...found[0] };
  }
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
