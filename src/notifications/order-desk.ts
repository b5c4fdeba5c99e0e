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

interface OrderEvent {
  readonly id: string;
  readonly orderId: string;
}

type About = Pick<Told, 'order' | 'data'>;

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

  /** `undefined` where the customer is not to hear of it (any more). */
  async open(template: OrderTemplate, event: OrderEvent): Promise<Draft | undefined> {
    const about = await this.facts(event);
    const { isWanted }: OrderMail = ORDER_MAILS[template];
    return isWanted && !isWanted(about) ? undefined : this.draft(template, about);
  }

  /** For somebody who asks for a mail again, whatever has become of the order. */
  async reopen(template: OrderTemplate, event: OrderEvent): Promise<Draft> {
    return this.draft(template, await this.facts(event));
  }

  private async facts(event: OrderEvent): Promise<About> {
    const data = (await dataOfEvent(this.uow.db, event.id)) as EventData;
    return { data, order: await this.orders.forMail(event.orderId, subjectOf(data)) };
  }

  private draft(template: OrderTemplate, about: About): Draft {
    const { orderId, number, customerId, name, email } = about.order;
    return {
      orderId,
      orderNumber: number,
      customerId,
      to: { name: name ?? '', address: email },
      write: () => this.write(template, about),
    };
  }

  private async write(template: OrderTemplate, about: About): Promise<Content> {
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
