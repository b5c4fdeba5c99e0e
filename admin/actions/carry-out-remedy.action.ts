import { CARRIED_OUT, isCarriedOut, refusalFor } from '../remedy-button.js';
import { defineAction, type Preview } from './action.js';
import { entryEffects, interventionOf, ofIntervention, standing } from './intervention.js';
import { carryOut, movePreview } from './remedies.js';

/** What the entry itself suggests. */
export const carryOutRemedy = defineAction({
  ...ofIntervention,
  name: 'carry-out-remedy',
  label: 'Carry out the remedy',
  icon: 'Tool',
  async preview({ actor, role, recordId }, panel): Promise<Preview> {
    const row = await interventionOf(panel, recordId);
    const { action } = row.suggested;
    const common = {
      warnings: [row.remedy],
      undo: { isPossible: false, how: 'What was sent or asked stands.' },
    };
    const entry = { ...common, ...standing(row), effects: entryEffects(row) };
    if (!entry.isAllowed) return entry;
    if (!isCarriedOut(action))
      return { ...entry, isAllowed: false, refusal: 'No button carries this remedy out: solve it by hand.' };
    const effects = [...entry.effects, { label: 'Remedy', value: CARRIED_OUT[action].label }];
    const refusal = refusalFor(role, action);
    if (refusal) return { ...entry, effects, isAllowed: false, refusal };
    const move = await movePreview(panel, { actor, role }, row);
    const version = `${entry.version}/${move?.version ?? ''}`;
    if (!move) return { ...entry, version, effects };
    return {
      ...move,
      version,
      effects: [...effects, ...move.effects],
      warnings: [...entry.warnings, ...move.warnings],
    };
  },
  async run(decision, panel) {
    const row = await interventionOf(panel, decision.recordId);
    return carryOut(panel, decision, row);
  },
});
