import { type DeliveryFilter, DeliveryList } from '../../src/partners/back-office/index.js';
import type { ListSource } from '../adminjs/list-source.js';
import { choicesOf, orderField, orderIdOf, spanOf, textOf } from './filters.js';
import { queryList } from './query-list.js';

const STATUSES = ['waiting', 'pending', 'delivered', 'failed'] as const;

/** What partners were told, and how that went. */
export const webhookDeliveries: ListSource = {
  id: 'webhook-deliveries',
  label: 'Webhook deliveries',
  icon: 'Send',
  group: 'Messages',
  permission: 'read_jobs',
  fields: [
    { name: 'id', label: 'Id', isId: true, in: ['show'] },
    { name: 'deliveryId', label: 'Delivery', in: ['show'] },
    { name: 'type', label: 'What', isTitle: true },
    { name: 'status', label: 'Status', oneOf: STATUSES, in: ['list', 'show', 'filter'] },
    { name: 'partnerName', label: 'Partner' },
    { ...orderField },
    { name: 'url', label: 'Address', in: ['show'] },
    {
      name: 'endpointId',
      label: 'Endpoint',
      link: { resource: 'webhook-endpoints' },
      in: ['show', 'filter'],
    },
    { name: 'eventId', label: 'Event', in: ['show'] },
    { name: 'tries', label: 'Tries', type: 'number' },
    { name: 'attempts', label: 'How the last tries ended', isPreformatted: true, in: ['show'] },
    { name: 'nextTryAt', label: 'Next try', type: 'datetime', in: ['show'] },
    { name: 'createdAt', label: 'Wanted', type: 'datetime', in: ['list', 'show', 'filter'] },
    { name: 'finishedAt', label: 'Ended', type: 'datetime', in: ['show'] },
  ],
  ...queryList(DeliveryList, {
    filterOf: async (filters, panel): Promise<DeliveryFilter> => ({
      statuses: choicesOf(filters, 'status', STATUSES),
      endpointId: textOf(filters, 'endpointId'),
      created: spanOf(filters, 'createdAt'),
      orderId: await orderIdOf(filters, panel),
    }),
    rowOf: (row) => ({
      ...row,
      attempts: row.attempts
        .map(
          ({ sentAt, durationMs, status, error }) =>
            `${sentAt}  ${durationMs} ms  ${[status, error].filter(Boolean).join(' ')}`,
        )
        .join('\n'),
    }),
  }),
};
