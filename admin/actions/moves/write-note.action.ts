import { z } from 'zod';
import { WriteNote } from '../../../src/orders/back-office/index.js';
import { defineAction } from '../action.js';
import { formOf } from './order.js';

const NOTE_MAX = 2_000;

/** For those who work here; no customer sees it. */
export const writeNote = defineAction({
  name: 'write-note',
  label: 'Write a note',
  icon: 'Edit2',
  resource: 'orders',
  permission: 'write_note',
  isReasonItself: true,
  subject: (recordId) => ({ kind: 'order', id: recordId }),
  input: z.object({ text: z.string().min(1).max(NOTE_MAX) }),
  fields: async () => [{ name: 'text', label: 'Note', type: 'textarea', isRequired: true }],
  async preview(wish, panel) {
    await formOf(wish, panel);
    return {
      // A note is as right on an order that has moved on.
      version: 'any',
      isAllowed: true,
      effects: [{ label: 'Read by', value: 'everybody who works here; the customer never sees it' }],
      warnings: [],
      undo: { isPossible: false, how: 'A note stays; write another one.' },
    };
  },
  async run({ actor, recordId: orderNumber, input: { text }, token }, panel) {
    await panel.get(WriteNote).run({ actor, orderNumber, text, token });
    return 'The note is written.';
  },
});
