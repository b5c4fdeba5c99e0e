import { z } from 'zod';
import { type InterventionRow, InterventionList } from '../../src/orders/back-office/index.js';
import { DomainError } from '../../src/shared/problem.js';
import type { Panel } from '../panel.js';
import { ageText, inWords } from '../view/figures.js';
import type { PanelAction, Preview } from './action.js';

/** What the three things that are done to an entry of the inbox have in common. */
export const ofIntervention = {
  resource: 'interventions',
  permission: 'solve_intervention',
  subject: (recordId: string) => ({ kind: 'intervention', id: recordId }),
  input: z.object({}),
  fields: async () => [],
} as const satisfies Partial<PanelAction>;

export async function interventionOf(panel: Panel, id: string): Promise<InterventionRow> {
  const row = await panel.get(InterventionList).find(id);
  if (!row) throw new DomainError('intervention_not_found', { interventionId: id });
  return row;
}

/** As it stands: whoever decides on an entry that another one has taken or closed meanwhile looks again. */
export function standing(row: InterventionRow): Pick<Preview, 'version' | 'isAllowed' | 'refusal'> {
  const { ownerId, closedAt } = row;
  const version = `${ownerId}/${closedAt}`;
  return closedAt === null
    ? { version, isAllowed: true }
    : { version, isAllowed: false, refusal: closedText(row) };
}

export function entryEffects(row: InterventionRow): Preview['effects'] {
  const { kind, orderNumber, ageSeconds } = row;
  return [
    { label: 'Entry', value: inWords(kind) },
    ...(orderNumber ? [{ label: 'Order', value: orderNumber }] : []),
    { label: 'Age', value: ageText(ageSeconds) },
  ];
}

const closedText = ({ solution }: InterventionRow): string =>
  solution ? `It is closed: ${solution}` : 'It has closed by itself.';
