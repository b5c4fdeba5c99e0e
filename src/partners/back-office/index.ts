/** What happened, and what partners were told of it, as the panel lists it. */
export { type DeliveryFilter, DeliveryList, type DeliveryListRow } from './delivery-list.queries.js';
export { type EndpointFilter, EndpointList, type EndpointListRow } from './endpoint-list.queries.js';
export { type EventFilter, EventList, type EventListRow } from './event-list.queries.js';
