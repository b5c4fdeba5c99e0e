import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import { MailPapers } from '../invoices/index.js';
import { type MailSubject, OrderLinks, OrderMailQueries } from '../orders/index.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { dataOfEvent } from '../shared/events/event.js';
import { privateId } from '../shared/ids.js';
import type { Content, Draft } from './draft.js';
import { shopName } from './mail-header.js';
import { ORDER_MAILS, type OrderMail, type OrderTemplate } from './mail-table.js';
import { orderMailView } from './order-mail.view.js';
import { render } from './templates.js';
import type { EventData, Told } from './told.js';

/** Writes the mails about orders. */
@Injectable()
export class OrderDesk {
  private readonly shop: string;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly orders: OrderMailQueries,
    private readonly links: OrderLinks,
    private readonly papers: MailPapers,
  ) {
    this.shop = shopName(config);
  }

  /** `undefined` where the customer is not to hear of it (any more); somebody who asks for a mail again gets it all the same. */
  async open(
    template: OrderTemplate,
    event: { readonly id: string; readonly orderId: string },
    isAskedFor: boolean,
  ): Promise<Draft | undefined> {
    const data = (await dataOfEvent(this.uow.db, event.id)) as EventData;
    const order = await this.orders.forMail(event.orderId, subjectOf(data));
    const { isWanted }: OrderMail = ORDER_MAILS[template];
    if (!isAskedFor && isWanted && !isWanted({ order, data })) return undefined;
    return {
      orderId: order.orderId,
      orderNumber: order.number,
      customerId: order.customerId,
      to: { name: order.name ?? '', address: order.email },
      write: () => this.write(template, { order, data }),
    };
  }

  private async write(template: OrderTemplate, about: Pick<Told, 'order' | 'data'>): Promise<Content> {
    const { papers }: OrderMail = ORDER_MAILS[template];
    const printed = papers ? await papers(this.papers, about.order) : [];
    const link = await this.links.to(about.order.number);
    const view = orderMailView(
      template,
      { ...about, link, linkDays: this.config.ORDER_LINK_DAYS },
      this.shop,
    );
    return { subject: view.subject, ...(await render(template, view)), papers: printed };
  }
}

function subjectOf({ attemptId, refundId, parcelId, returnId }: EventData): MailSubject {
  return {
    attemptId,
    refundId: refundId ? privateId('ref', refundId) : undefined,
    parcelId: parcelId && privateId('par', parcelId),
    returnId: returnId && privateId('ret', returnId),
  };
}
