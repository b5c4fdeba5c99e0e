import type { Units } from '../shared/database/units.js';

/**
 * Units were not there when they were to be held: the unit rolls back. What a new order takes is decided again, on what
 * there is now; an order that stands needs the units it names.
 */
export class StockMoved extends Error {
  constructor(readonly needs: readonly Units[] = []) {
    super('stock moved');
  }
}
