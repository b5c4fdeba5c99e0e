import { Injectable } from '@nestjs/common';
import { InvoiceList } from '../../invoices/back-office/index.js';
import { MailList } from '../../notifications/back-office/index.js';
import {
  DisputeList,
  InterventionList,
  ParcelList,
  PaymentList,
  RefundList,
  ReturnList,
} from '../../orders/back-office/index.js';
import { DeliveryList, EventList } from '../../partners/back-office/index.js';
import type { List, PageRequest } from '../../shared/lists/list.js';

type RowOf<L> = L extends List<never, infer Row> ? Row : never;

/** What all the lists say about one order, the newest first, the timeline oldest first. */
export interface AboutOrder {
  readonly timeline: readonly RowOf<EventList>[];
  readonly payments: readonly RowOf<PaymentList>[];
  readonly refunds: readonly RowOf<RefundList>[];
  readonly disputes: readonly RowOf<DisputeList>[];
  readonly parcels: readonly RowOf<ParcelList>[];
  readonly returns: readonly RowOf<ReturnList>[];
  readonly invoices: readonly RowOf<InvoiceList>[];
  readonly mails: readonly RowOf<MailList>[];
  readonly webhooksDelivered: readonly RowOf<DeliveryList>[];
  readonly interventions: readonly RowOf<InterventionList>[];
}

@Injectable()
export class OrderLists {
  constructor(
    private readonly events: EventList,
    private readonly payments: PaymentList,
    private readonly refunds: RefundList,
    private readonly disputes: DisputeList,
    private readonly parcels: ParcelList,
    private readonly returns: ReturnList,
    private readonly invoices: InvoiceList,
    private readonly mails: MailList,
    private readonly deliveries: DeliveryList,
    private readonly interventions: InterventionList,
  ) {}

  async about(orderId: string, page: PageRequest): Promise<AboutOrder> {
    const of = { orderId };
    const [
      events,
      payments,
      refunds,
      disputes,
      parcels,
      returns,
      invoices,
      mails,
      deliveries,
      interventions,
    ] = await Promise.all([
      this.events.list(of, page),
      this.payments.list(of, page),
      this.refunds.list(of, page),
      this.disputes.list(of, page),
      this.parcels.list(of, page),
      this.returns.list(of, page),
      this.invoices.list(of, page),
      this.mails.list(of, page),
      this.deliveries.list(of, page),
      this.interventions.list(of, page),
    ]);
    return {
      timeline: events.rows.toReversed(),
      payments: payments.rows,
      refunds: refunds.rows,
      disputes: disputes.rows,
      parcels: parcels.rows,
      returns: returns.rows,
      invoices: invoices.rows,
      mails: mails.rows,
      webhooksDelivered: deliveries.rows,
      interventions: interventions.rows,
    };
  }
}
