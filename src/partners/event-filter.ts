import { EVENT_TYPES, type EventType } from '../shared/events/event.js';

/** What may be asked for: a type, a subject with all its types (also those to come), or everything. */
export const EVENT_FILTERS: readonly string[] = [
  '*',
  ...new Set(EVENT_TYPES.map((type) => `${subjectOf(type)}.*`)),
  ...EVENT_TYPES,
];

/** The types that some of these filters let through. */
export const typesOf = (filters: readonly string[]): EventType[] =>
  EVENT_TYPES.filter((type) =>
    ['*', `${subjectOf(type)}.*`, type].some((wanted) => filters.includes(wanted)),
  );

function subjectOf(type: string): string {
  return type.split('.')[0]!;
}
