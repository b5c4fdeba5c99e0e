import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { newId } from '../shared/ids.js';
import { invoiceOf } from './domain/invoice.js';
import { InvoicesRepository } from './invoices.repository.js';
import type { IssuedDocument } from './issued-document.js';
import { IssueDocument } from './issue-document.js';
import { lockConfirmedOrder } from './order-facts.sql.js';
import { sellerOf } from './seller.js';

/** Issues the invoice of a confirmed order, once, however often and by however many it is asked for. */
@Injectable()
export class IssueInvoice {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly invoices: InvoicesRepository,
    private readonly issueDocument: IssueDocument,
  ) {}

  /** The order's invoice; `undefined` where the order was never confirmed. */
  async run(orderId: string): Promise<IssuedDocument | undefined> {
    return this.uow.run(async (tx) => {
      const order = await lockConfirmedOrder(tx, orderId);
      const [issued] = await this.invoices.ofOrder(tx.db, orderId);
      if (issued || !order) return issued;
      return this.issueDocument.run(tx, {
        id: newId(),
        orderId,
        customerId: order.customerId,
        source: 'order',
        sourceId: orderId,
        refersTo: null,
        facts: invoiceOf(order, sellerOf(this.config)),
        buyer: order.buyer,
      });
    });
  }
}
