import { sql, type RawBuilder } from 'kysely';
import { EVENT_TYPES, type EventType } from '../shared/events/event.js';

/** About an endpoint itself: told to nobody but it. */
const OWN = 'webhook_endpoint.';

/** What partners can be told. */
export const PARTNER_EVENTS: readonly EventType[] = EVENT_TYPES.filter((type) => !type.startsWith(OWN));

/** What may be asked for: a type, a subject with all its types (also those to come), or everything. */
export const EVENT_FILTERS: readonly string[] = [
  '*',
  ...new Set(PARTNER_EVENTS.map((type) => `${subjectOf(type)}.*`)),
  ...PARTNER_EVENTS,
];

/** The types that some of these filters let through. */
export const typesOf = (filters: readonly string[]): EventType[] =>
  PARTNER_EVENTS.filter((type) =>
    ['*', `${subjectOf(type)}.*`, type].some((wanted) => filters.includes(wanted)),
  );

/** The same in SQL: whether an event of the row `e` is wanted by the endpoint of the row `w`. */
export const isWanted: RawBuilder<boolean> = sql<boolean>`(
  e.type = any(${PARTNER_EVENTS}::text[])
  and w.events && array['*', split_part(e.type, '.', 1) || '.*', e.type])`;

function subjectOf(type: string): string {
  return type.split('.')[0]!;
}
