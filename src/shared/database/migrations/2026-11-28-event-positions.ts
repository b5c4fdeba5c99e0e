import { Migration } from '@mikro-orm/migrations';

/**
 * Where an event stands among all: given when its row is written, under the locks of what it tells of, so that an order's
 * events stand in the order in which they happened. A transaction has its number before it takes a position: without
 * that, one that has taken a position could not be seen to be under way.
 */
export class EventPositions extends Migration {
  override up(): void {
    this.addSql(`
      create sequence event_positions;
      alter table events add column position bigint not null
        default case when pg_current_xact_id() is null then null else nextval('event_positions') end;
      alter sequence event_positions owned by events.position;
      alter table events add constraint a_position_is_taken_once unique (position);`);
  }

  override down(): void {
    this.addSql(`alter table events drop column position;`);
  }
}
