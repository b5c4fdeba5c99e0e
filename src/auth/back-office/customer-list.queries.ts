import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { publicId } from '../../shared/ids.js';
import type { TimeSpan } from '../../shared/lists/list.js';
import { BY_ID, isoTime, type ListPlan, madeWithin } from '../../shared/lists/list-plan.js';
import { NewestFirst } from '../../shared/lists/newest-first.js';
import { maskedEmail } from '../../shared/masked-email.js';
import { maskedName } from '../../shared/masked-name.js';
import { emailKey, fromPersonalColumn, nameKey } from '../../shared/personal-data.js';
import type { Personal } from '../domain/personal.column.js';

export interface CustomerFilter {
  readonly kind?: 'account' | 'guest' | undefined;
  /** The whole address or the whole name, as anybody may spell it. */
  readonly email?: string | undefined;
  readonly name?: string | undefined;
  readonly created?: TimeSpan | undefined;
}

export interface CustomerListRow {
  readonly id: string;
  readonly userId: string;
  readonly kind: 'account' | 'guest';
  /** Masked. */
  readonly email: string;
  /** Masked. */
  readonly name: string | null;
  /** The account that has claimed this guest. */
  readonly claimedBy: string | null;
  readonly createdAt: string;
}

type Raw = Pick<CustomerListRow, 'id' | 'kind' | 'claimedBy' | 'createdAt'> & { readonly personal: Personal };

const CUSTOMERS: ListPlan<CustomerFilter, Raw, CustomerListRow> = {
  table: 'users',
  alias: 'u',
  order: BY_ID,
  ways: ({ email, name, created }) => {
    const span = madeWithin('u.id', 'u.created_at', created) ?? sql`true`;
    // One index for accounts, one for guests.
    if (email !== undefined)
      return ['is', 'is not'].map(
        (is) => sql`u.email_key = ${emailKey(email)} and u.password_hash ${sql.raw(is)} null and ${span}`,
      );
    return [name === undefined ? span : sql`u.name_key = ${nameKey(name)} and ${span}`];
  },
  rest: ({ kind, email, name }) => [
    // Who works here is found elsewhere.
    sql`u.role = 'customer'`,
    kind && sql`(u.password_hash is null) = ${kind === 'guest'}`,
    email !== undefined && name !== undefined ? sql`u.name_key = ${nameKey(name)}` : undefined,
  ],
  columns: sql`
    u.id, case when u.password_hash is null then 'guest' else 'account' end as kind, u.personal,
    u.claimed_by as "claimedBy", ${isoTime('u.created_at')} as "createdAt"`,
  view: ({ personal, ...row }) => {
    const { email, name } = fromPersonalColumn(personal);
    return { ...row, userId: publicId('usr', row.id), email: maskedEmail(email), name: maskedName(name) };
  },
};

/** Who buys, masked. */
@Injectable()
export class CustomerList extends NewestFirst<CustomerFilter, Raw, CustomerListRow> {
  constructor(uow: UnitOfWork) {
    super(uow, CUSTOMERS);
  }
}
