import type { UnitOfWork } from '../database/unit-of-work.js';
import type { ListPlan } from './list-plan.js';
import { PlannedList } from './planned-list.js';

/** What somebody looks through from today backwards. */
export class NewestFirst<Filter, Raw, Row = Raw> extends PlannedList<Filter, Raw, Row> {
  constructor(uow: UnitOfWork, plan: ListPlan<Filter, Raw, Row>) {
    super(uow, plan, 'newest');
  }
}
