import type { UnitOfWork } from '../database/unit-of-work.js';
import type { ListPlan } from './list-plan.js';
import { PlannedList } from './planned-list.js';

/** What waits for somebody: whoever has waited longest comes first. */
export class OldestFirst<Filter, Raw, Row = Raw> extends PlannedList<Filter, Raw, Row> {
  constructor(uow: UnitOfWork, plan: ListPlan<Filter, Raw, Row>) {
    super(uow, plan, 'oldest');
  }
}
