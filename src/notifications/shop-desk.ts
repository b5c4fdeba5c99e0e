import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { CONFIG, type Config } from '../config.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { dataOfEvent } from '../shared/events/event.js';
import type { Draft } from './draft.js';
import { shopName } from './mail-header.js';
import { lowStockView } from './stock-mail.view.js';
import { render } from './templates.js';

interface LowStockData {
  readonly productId: string;
  readonly available: number;
  readonly lowAt: number;
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

  private async nameOf(productId: string): Promise<string> {
    const { rows } = await sql<{ name: string }>`select name from products where id = ${productId}`.execute(
      this.uow.db,
    );
    return rows[0]?.name ?? productId;
  }
}
