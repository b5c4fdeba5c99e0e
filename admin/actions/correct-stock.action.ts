import { z } from 'zod';
import { CorrectStock, StockQueries } from '../../src/catalogue/index.js';
import { Once } from '../../src/shared/once.js';
import { defineAction } from './action.js';

const UNITS_MAX = 1_000_000;

/** Somebody has counted. */
export const correctStock = defineAction({
  name: 'correct-stock',
  label: 'Correct stock',
  icon: 'Edit3',
  resource: 'products',
  permission: 'correct_stock',
  subject: (recordId) => ({ kind: 'product', id: recordId }),
  input: z.object({ counted: z.coerce.number().int().min(0).max(UNITS_MAX) }),

  async fields({ recordId }, panel) {
    const { onHand } = await panel.get(StockQueries).get(recordId);
    return [
      {
        name: 'counted',
        label: 'Counted',
        type: 'number',
        isRequired: true,
        hint: 'Everything in the house, also what is promised to orders.',
        value: String(onHand),
      },
    ];
  },

  async preview({ recordId, input }, panel) {
    const { productName, onHand, held, available } = await panel.get(StockQueries).get(recordId);
    const counted = input?.counted ?? onHand;
    const isAllowed = counted >= held;
    return {
      version: `${onHand}/${held}`,
      isAllowed,
      ...(!isAllowed && { refusal: `${held} are promised to orders: not fewer can be in the house.` }),
      effects: [
        { label: 'Product', value: productName },
        { label: 'In the house', value: changeOf(onHand, counted) },
        { label: 'Promised to orders', value: String(held) },
        { label: 'Can be sold', value: changeOf(available, counted - held) },
      ],
      warnings: counted === onHand ? ['Counting what was known changes nothing.'] : [],
      undo: { isPossible: true, how: 'Correct the stock again.' },
    };
  },

  run({ actor, recordId, input: { counted }, reason, token }, panel) {
    const wish = ['correct-stock', recordId, counted];
    return panel.get(Once).run({ ownerId: actor.id, token, wish }, async (claim) => {
      await panel.get(CorrectStock).run({ actor, productId: recordId, counted, reason, claim });
      return `The stock is ${counted} now.`;
    });
  },
});

const changeOf = (from: number, to: number): string => (from === to ? String(from) : `${from} → ${to}`);
