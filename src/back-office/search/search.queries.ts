import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { maskedEmail } from '../../shared/masked-email.js';
import { maskedName } from '../../shared/masked-name.js';
import { formatMoney } from '../../shared/money.js';
import { fromPersonalColumn } from '../../shared/personal-data.js';
import type { Found } from './found.sql.js';
import { lookUps } from './search.sql.js';
import { wishesOf } from './wishes.js';

/** What was found, with what tells it from the next; people are masked. */
export interface SearchResult {
  readonly kind: Found['kind'];
  /** Inner, as the lists' `find` takes it. */
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  readonly at: string;
}

/** The one search box: orders, people, products, and whatever has a number or an inner id. Outside a transaction. */
@Injectable()
export class Search {
  constructor(private readonly uow: UnitOfWork) {}

  /**
   * At most 20 of a kind, by one statement of a few look-ups; nothing is found by a part of a name or an address. For who sees
   * no people nothing is found by who somebody is, and nobody is named.
   */
  async run(typed: string, { withPeople = true } = {}): Promise<SearchResult[]> {
    const wishes = wishesOf(typed).filter(({ kind }) => withPeople || (kind !== 'email' && kind !== 'name'));
    const parts = wishes.flatMap(lookUps);
    if (parts.length === 0) return [];
    const { rows } = await sql<Found>`
      select * from (${sql.join(
        parts.map((part) => sql`(${part})`),
        sql` union all `,
      )}) found (kind, id, facts, personal, at)`.execute(this.uow.db);
    return rows.map((found) => told(withPeople ? found : { ...found, personal: null }));
  }
}

function told({ kind, id, facts, personal, at }: Found): SearchResult {
  const person = personal && fromPersonalColumn(personal);
  const whom = person ? [maskedName(person.name), maskedEmail(person.email)] : [];
  const words = [...wordsOf(kind, facts), ...whom].filter((word) => word !== null && word !== '');
  const [title = id, ...rest] = words.map(String);
  return { kind, id, title, subtitle: rest.join(' · '), at };
}

function wordsOf(kind: Found['kind'], facts: Found['facts']) {
  const { amountMinor, currency } = facts;
  const money =
    typeof amountMinor === 'number' && typeof currency === 'string'
      ? formatMoney(amountMinor, currency)
      : null;
  const of = (...names: string[]) => names.map((name) => facts[name] ?? null);
  switch (kind) {
    case 'order':
      return [...of('number', 'status'), money];
    case 'customer':
      return [];
    case 'payment':
      return [...of('number', 'status', 'method', 'last4'), money];
    case 'refund':
    case 'dispute':
    case 'return':
      return [...of('number', 'status'), money];
    case 'mail':
    case 'event':
    case 'delivery':
    case 'endpoint':
    case 'intervention':
      return of('about', 'status', 'number');
    case 'parcel':
      return of('trackingNumber', 'carrier', 'status', 'number');
    case 'invoice':
      return [...of('number', 'kind', 'order'), money];
    case 'product':
      return [...of('name'), money, facts['active'] ? null : 'not sold', `${facts['available']} available`];
  }
}
