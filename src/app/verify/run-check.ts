import type { ClientBase } from 'pg';
import type { Check, Given, Subject } from '../../shared/check.js';
import { publicId } from '../../shared/ids.js';

/** Breaks of one check that are listed; that there are more is told. */
const LISTED_MAX = 1_000;

/** One thing that is wrong. */
export interface Break {
  readonly subject: { readonly kind: Subject; readonly id: string };
  readonly orderId: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface Found {
  readonly check: Check;
  readonly gateway: string | undefined;
  readonly breaks: readonly Break[];
  /** All of them; `breaks` ends earlier where there are too many to list. */
  readonly total: number;
}

interface Row {
  readonly kind: Subject;
  readonly id: string;
  readonly number: string | null;
  readonly facts: Break['facts'];
  readonly total: number;
}

/** Runs a check: one statement, so that it sees one moment. Two runs list the same in the same order. */
export async function runCheck(
  db: Pick<ClientBase, 'query'>,
  check: Check,
  { cutoff, since, gateway }: Given,
): Promise<Found> {
  const { rows } = await db.query<Row>(
    `with given as (select $1::timestamptz as cutoff, $2::timestamptz as since, $3::text as gateway),
       broken as (${check.broken})
     select b.kind, b.id, o.number, b.facts, (count(*) over ())::int as total
     from broken b left join orders o on o.id = b.order_id order by b.kind, b.id limit ${LISTED_MAX}`,
    [cutoff, since ?? null, gateway ?? null],
  );
  return { check, gateway, breaks: rows.map(asBreak), total: rows[0]?.total ?? 0 };
}

function asBreak({ kind, id, number, facts }: Row): Break {
  return { subject: { kind, id: shownId(kind, id, number) }, orderId: number, facts };
}

/** Orders and refunds by the ids that customers and admins know. */
function shownId(kind: Subject, id: string, number: string | null): string {
  if (kind === 'order') return number ?? id;
  return kind === 'refund' ? publicId('ref', id) : id;
}
