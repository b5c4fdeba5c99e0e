import type { Age, Dashboard } from '../../src/back-office/index.js';
import { ageText, type Cell, countText, inWords, listAt, type Part } from './figures.js';

const AGES: Readonly<Record<Age, { readonly name: string; readonly tone: Cell['tone'] }>> = {
  up_to_a_day: { name: 'up to a day', tone: 'calm' },
  up_to_three_days: { name: '1 to 3 days', tone: 'wait' },
  up_to_a_week: { name: '3 to 7 days', tone: 'late' },
  older: { name: 'older', tone: 'bad' },
};

interface Span {
  readonly from?: string;
  readonly until?: string;
}

export function ordersPart({ ordersByStatusAndAge }: Dashboard): Part {
  const byStatus = Map.groupBy(ordersByStatusAndAge, ({ status }) => status);
  return {
    id: 'orders',
    title: 'Open orders by status and age',
    whenEmpty: 'No order is open.',
    rows: [...byStatus].map(([status, cells]) => ({
      label: inWords(status),
      cells: cells.map(({ age, count, behind }) => {
        const { from, until } = behind.filter['created'] as Span;
        const createdAt = { ...(from && { from }), ...(until && { to: until }) };
        return {
          ...AGES[age],
          text: countText(count),
          size: count,
          href: listAt('orders', { status, createdAt }),
        };
      }),
    })),
  };
}

export function jobsPart({ jobs }: Dashboard): Part {
  const busy = jobs.filter(({ waiting, underWay, dead }) => waiting + underWay + dead > 0);
  return {
    id: 'jobs',
    title: 'Jobs',
    whenEmpty: 'No job waits, and none was tried in vain.',
    rows: busy.map(({ queue, waiting, oldestSeconds, underWay, dead }) => ({
      label: queue,
      ...(waiting > 0 && { note: `the oldest waits ${ageText(oldestSeconds)}` }),
      cells: [
        {
          text: String(waiting),
          name: 'waiting',
          size: waiting,
          tone: 'wait',
          href: listAt('jobs', { queue }),
        },
        {
          text: String(underWay),
          name: 'under way',
          size: underWay,
          tone: 'calm',
          href: listAt('jobs', { queue }),
        },
        {
          text: String(dead),
          name: 'tried in vain',
          size: dead,
          tone: 'bad',
          href: listAt('dead-jobs', { queue }),
        },
      ],
    })),
  };
}
