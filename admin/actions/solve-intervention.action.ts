import { SolveIntervention } from '../../src/interventions/back-office/index.js';
import { defineAction } from './action.js';
import { entryEffects, interventionOf, ofIntervention, standing } from './intervention.js';

/** It was done by hand: the reason says what. */
export const solveIntervention = defineAction({
  ...ofIntervention,
  name: 'solve-intervention',
  label: 'Solve',
  icon: 'CheckCircle',
  async preview({ recordId }, panel) {
    const row = await interventionOf(panel, recordId);
    return {
      ...standing(row),
      effects: [...entryEffects(row), { label: 'Becomes', value: 'closed; the reason says what was done' }],
      warnings: ['Solving moves nothing: say what you have done. What is still wrong comes back.'],
      undo: { isPossible: false, how: 'A need that is met again opens a new entry.' },
    };
  },
  async run({ actor, recordId, reason }, panel) {
    const isSolved = await panel.get(SolveIntervention).run({ actor, interventionId: recordId, reason });
    return isSolved ? 'It is solved.' : 'It was closed before.';
  },
});
