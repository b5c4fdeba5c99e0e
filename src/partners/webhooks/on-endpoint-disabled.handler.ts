import { MailerService } from '@nestjs-modules/mailer';
import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { CONFIG, type Config } from '../../config.js';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { Dispatcher, type EventHandler } from '../../shared/events/dispatcher.js';
import { dataOfEvent } from '../../shared/events/event.js';
import type { AnnouncedEvent } from '../../shared/events/announced-event.js';
import { privateId } from '../../shared/ids.js';
import { fromPersonalColumn } from '../../shared/personal-data.js';
import { type DisabledEndpoint, endpointDisabledMail } from './endpoint-disabled.mail.js';

interface Facts {
  readonly data: Pick<DisabledEndpoint, 'endpointId' | 'reason'>;
  readonly url: string;
  readonly personal: { readonly email: string };
}

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
    const sending = this.mailer.sendMail({
      from: this.config.MAIL_FROM,
      to: { name: '', address: fromPersonalColumn(personal).email },
      // Made from the event: a mail whose answer was lost is recognised as the same one.
      messageId: `<${id}.endpoint-disabled@settle>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
      ...endpointDisabledMail({ ...data, url, api: this.config.publicUrl }),
    });
    // The server's own words often repeat the address, and what is thrown here is kept with the job.
    await sending.catch((error: { code?: unknown }) => {
      throw new Error(`the mail server did not take it: ${String(error.code)}`);
    });
  }

  private async factsOf(eventId: string): Promise<Facts | undefined> {
    const data = (await dataOfEvent(this.uow.db, eventId)) as Facts['data'];
    const endpointId = privateId('we', data.endpointId) ?? null;
    const { rows } = await sql<Omit<Facts, 'data'>>`
      select w.url, p.personal from webhook_endpoints w join partners p on p.id = w.partner_id
      where w.id = ${endpointId}::uuid and w.deleted_at is null`.execute(this.uow.db);
    return rows[0] && { data, ...rows[0] };
  }
}
