import { TakeIntervention } from '../../src/interventions/back-office/index.js';
import { StaffQueries } from '../../src/staff/index.js';
import { defineAction } from './action.js';
import { entryEffects, interventionOf, ofIntervention, standing } from './intervention.js';

/** Somebody begins, so that nobody else does. */
export const takeIntervention = defineAction({
  ...ofIntervention,
  name: 'take-intervention',
  label: 'Take it',
  icon: 'UserCheck',
  async preview({ actor, recordId }, panel) {
    const row = await interventionOf(panel, recordId);
    const names = await panel.get(StaffQueries).namesOf([row.ownerId, actor.id]);
    const nameOf = (id: string | null) => (id && names.get(id)) ?? 'nobody';
    return {
      ...standing(row),
      effects: [
        ...entryEffects(row),
        { label: 'Owner', value: `${nameOf(row.ownerId)} → ${nameOf(actor.id)}` },
      ],
      warnings: row.ownerId && row.ownerId !== actor.id ? ['Somebody else has begun with it.'] : [],
      undo: { isPossible: true, how: 'Anybody else can take it.' },
    };
  },
  async run({ actor, recordId }, panel) {
    await panel.get(TakeIntervention).run({ actor, interventionId: recordId });
    return 'It is yours.';
  },
});
