import { sql, type RawBuilder } from 'kysely';
import { EVENT_TYPES, type EventType } from '../../shared/events/event.js';

/** About an endpoint itself: told to nobody but it. */
const OWN = 'webhook_endpoint.';

/** What partners can be told. */
export const PARTNER_EVENTS: readonly EventType[] = EVENT_TYPES.filter((type) => !type.startsWith(OWN));

/** What an endpoint may listen to: a type, a subject with all its types (also those to come), or everything. */
export const EVENT_FILTERS: readonly string[] = [
  '*',
  ...new Set(PARTNER_EVENTS.map((type) => `${type.split('.')[0]}.*`)),
  ...PARTNER_EVENTS,
];

/** Whether an event of the row `e` is wanted by the endpoint of the row `w`. */
export const isWanted: RawBuilder<boolean> = sql<boolean>`(
  not starts_with(e.type, ${OWN})
  and w.events && array['*', split_part(e.type, '.', 1) || '.*', e.type])`;
