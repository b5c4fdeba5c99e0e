import { Injectable } from '@nestjs/common';
import { Recorder } from '../audit/index.js';
import { SYSTEM } from '../shared/actor.js';
import type { Transaction } from '../shared/database/unit-of-work.js';
import { newEvent } from '../shared/events/event.js';
import { InvoicesRepository, type NewDocument } from './invoices.repository.js';
import type { IssuedDocument } from './issued-document.js';

/** Writes a document with its number, event, audit row and job. Inside a transaction that has the order's lock. */
@Injectable()
export class IssueDocument {
  constructor(
    private readonly invoices: InvoicesRepository,
    private readonly recorder: Recorder,
  ) {}

  async run(tx: Transaction, document: NewDocument): Promise<IssuedDocument> {
    const { kind, orderNumber, amountMinor, currency } = document.facts;
    const next = await this.invoices.nextNumber(tx, kind);
    const { id, buyer } = document;
    const issued = { id, number: next.number, issuedAt: next.issuedAt, facts: document.facts, buyer };
    const type = kind === 'invoice' ? 'invoice.issued' : 'credit_note.issued';
    const facts = {
      number: issued.number,
      amountMinor,
      currency,
      ...(kind === 'credit_note' && correctionOf(issued)),
    };
    const { orderId, customerId } = document;
    const told = {
      type,
      orderId,
      customerId,
      actor: SYSTEM.kind,
      data: { documentId: id, ...facts },
    } as const;
    const change = {
      events: [newEvent(told)],
      audit: {
        action: type,
        outcome: 'done',
        actor: SYSTEM,
        subject: { kind: 'invoice', id: issued.number },
        facts: { orderId: orderNumber, ...facts },
      },
    } as const;
    await this.recorder.record(tx, change, this.invoices.insertion(document, next));
    return issued;
  }
}

function correctionOf({ facts }: IssuedDocument): Record<string, unknown> {
  if (facts.kind !== 'credit_note') return {};
  return { invoice: facts.corrects.invoiceNumber, refundId: facts.corrects.refundId };
}
