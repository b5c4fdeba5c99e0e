import { Inject, Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';
import { CONFIG, type Config } from '../config.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { dataOfEvent } from '../shared/events/event.js';
import { fromPersonalColumn } from '../shared/personal-data.js';
import type { Draft } from './draft.js';
import { shopName } from './mail-header.js';
import { staffLockedView } from './staff-mail.view.js';
import { lowStockView } from './stock-mail.view.js';
import { render } from './templates.js';

interface LowStockData {
  readonly productId: string;
  readonly available: number;
  readonly lowAt: number;
}

interface LockedData {
  readonly memberId: string;
  readonly lockMinutes: number;
}

/** Writes the mails to the people of the shop. */
@Injectable()
export class ShopDesk {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
  ) {}

  /** `undefined` where nobody is to be told (LOW_STOCK_MAIL_TO). */
  async lowStock(eventId: string): Promise<Draft | undefined> {
    const { LOW_STOCK_MAIL_TO: address, DEFAULT_LOCALE: locale } = this.config;
    if (!address) return undefined;
    const data = (await dataOfEvent(this.uow.db, eventId)) as unknown as LowStockData;
    const productName = await this.nameOf(data.productId);
    const view = lowStockView({ ...data, productName }, locale, shopName(this.config));
    return {
      orderId: null,
      orderNumber: null,
      customerId: null,
      to: { name: '', address },
      write: async () => ({ subject: view.subject, ...(await render('stock-low', view)), papers: [] }),
    };
  }

  /** To SECURITY_MAIL_TO, or the administrator who was there first. */
  async staffLocked(eventId: string): Promise<Draft | undefined> {
    const { SECURITY_MAIL_TO, DEFAULT_LOCALE: locale } = this.config;
    const { memberId, lockMinutes } = (await dataOfEvent(this.uow.db, eventId)) as unknown as LockedData;
    const email = await this.memberMail(sql`id = ${memberId}`);
    const address = SECURITY_MAIL_TO ?? (await this.memberMail(sql`role = 'administrator' and active`));
    if (!address || !email) return undefined;
    const view = staffLockedView({ email, lockMinutes }, locale, shopName(this.config));
    return {
      orderId: null,
      orderNumber: null,
      customerId: null,
      to: { name: '', address },
      write: async () => ({ subject: view.subject, ...(await render('staff-locked', view)), papers: [] }),
    };
  }

  private async memberMail(which: RawBuilder<unknown>): Promise<string | undefined> {
    const { rows } = await sql<{ personal: { email: string } }>`
      select personal from staff_members where ${which} order by created_at, id limit 1`.execute(this.uow.db);
    return rows[0] && fromPersonalColumn(rows[0].personal).email;
  }

  private async nameOf(productId: string): Promise<string> {
    const { rows } = await sql<{ name: string }>`select name from products where id = ${productId}`.execute(
      this.uow.db,
    );
    return rows[0]?.name ?? productId;
  }
}
