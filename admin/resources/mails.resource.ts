import { type MailFilter, MailList } from '../../src/notifications/back-office/index.js';
import { may } from '../../src/staff/index.js';
import type { ListSource } from '../adminjs/list-source.js';
import { choicesOf, orderField, orderIdOf, spanOf, textOf } from './filters.js';
import { queryList } from './query-list.js';

const STATUSES = ['queued', 'sent', 'failed', 'obsolete'] as const;

/** What people were told. */
export const mails: ListSource = {
  id: 'mails',
  label: 'Mails',
  icon: 'Mail',
  group: 'Messages',
  permission: 'read_orders',
  fields: [
    { name: 'id', label: 'Id', isId: true, in: ['show'] },
    { name: 'mailId', label: 'Mail', in: ['show'] },
    { name: 'template', label: 'About', isTitle: true, in: ['list', 'show', 'filter'] },
    { name: 'status', label: 'Status', oneOf: STATUSES, in: ['list', 'show', 'filter'] },
    { ...orderField },
    { name: 'to', label: 'To' },
    {
      name: 'content',
      label: 'As its reader sees it',
      link: { resource: 'mails', to: '/admin/view/mails/', by: 'id' },
      in: ['show'],
    },
    { name: 'tries', label: 'Tries', type: 'number', in: ['show'] },
    { name: 'lastError', label: 'Why it failed', in: ['show'] },
    { name: 'isResendable', label: 'Can be sent again', type: 'boolean', in: ['show'] },
    { name: 'resendOf', label: 'Sent again for', link: { resource: 'mails' }, in: ['show'] },
    { name: 'queuedAt', label: 'Wanted', type: 'datetime', in: ['list', 'show', 'filter'] },
    { name: 'sentAt', label: 'Sent', type: 'datetime' },
  ],
  ...queryList(MailList, {
    filterOf: async (filters, panel): Promise<MailFilter> => ({
      statuses: choicesOf(filters, 'status', STATUSES),
      template: textOf(filters, 'template'),
      queued: spanOf(filters, 'queuedAt'),
      orderId: await orderIdOf(filters, panel),
    }),
    // Who sees people by number alone does not see them masked either.
    rowOf: ({ to, ...row }, { role }) => ({
      ...row,
      ...(may(role, 'reveal_personal_data') && { to, content: 'Open the mail' }),
    }),
  }),
};
