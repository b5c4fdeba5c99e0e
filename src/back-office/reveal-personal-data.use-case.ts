import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Recorder } from '../audit/index.js';
import type { Actor } from '../shared/actor.js';
import type { Address } from '../shared/addresses/address.js';
import { type Transaction, UnitOfWork } from '../shared/database/unit-of-work.js';
import { isUuid } from '../shared/ids.js';
import { fromPersonalColumn } from '../shared/personal-data.js';
import { DomainError } from '../shared/problem.js';

export interface RevealCommand {
  readonly actor: Actor & { readonly id: string };
  /** By its inner id. */
  readonly subject: { readonly kind: 'order' | 'customer'; readonly id: string };
  readonly reason: string;
}

/** A person, unmasked; addresses where an order has them. */
export interface RevealedPerson {
  readonly email: string;
  readonly name: string | null;
  readonly shippingAddress?: Address;
  readonly billingAddress?: Address;
}

/** Shows whom an order or an account belongs to. Who looked at whom, and why, is in the audit before anything is shown. */
@Injectable()
export class RevealPersonalData {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
  ) {}

  /** 404 `order_not_found`, `customer_not_found`. */
  run({ actor, subject, reason }: RevealCommand): Promise<RevealedPerson> {
    return this.uow.run(async (tx) => {
      const found = isUuid(subject.id) ? await this.find(tx, subject) : undefined;
      if (!found) throw new DomainError(subject.kind === 'order' ? 'order_not_found' : 'customer_not_found');
      await this.recorder.record(tx, {
        events: [],
        audit: {
          action: 'personal_data.reveal',
          outcome: 'done',
          actor,
          subject: { kind: subject.kind === 'order' ? 'order' : 'user', id: found.auditedAs },
          facts: { reason },
        },
      });
      return fromPersonalColumn(found.personal);
    });
  }

  private async find(tx: Transaction, { kind, id }: RevealCommand['subject']) {
    const { rows } = await (
      kind === 'order'
        ? sql<{ auditedAs: string; personal: RevealedPerson }>`
            select number as "auditedAs", personal from orders where id = ${id}`
        : sql<{ auditedAs: string; personal: RevealedPerson }>`
            select id::text as "auditedAs", personal from users where id = ${id}`
    ).execute(tx.db);
    return rows[0];
  }
}
