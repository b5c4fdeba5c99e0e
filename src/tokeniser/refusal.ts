import type { SourceRefusal } from '../payments/card-data/protocol.js';

/** Card data that do not open. Says which kind of no it is and nothing of what was tried. */
export class Refusal extends Error {
  constructor(readonly answer: SourceRefusal) {
    super(answer.code);
  }
}

/** One word for every reason but an expired key: whoever tries to forge learns nothing from it. */
export const unreadable = (): Refusal => new Refusal({ kind: 'refused', code: 'card_data_unreadable' });
