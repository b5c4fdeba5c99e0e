import { RETURN_EVENTS, RETURN_STATUSES, returnStates } from './return-states.js';

/** Written out once more: everything else must be refused. */
const ALLOWED: Record<string, string> = {
  'requested approved': 'approved',
  'requested refused': 'refused',
  'approved received': 'received',
};

describe('the status table of returns', () => {
  it.each(RETURN_STATUSES.flatMap((status) => RETURN_EVENTS.map((event) => [status, event] as const)))(
    '%s, when %s',
    (status, event) => {
      expect(returnStates.after(status, event)).toBe(ALLOWED[`${status} ${event}`]);
    },
  );
});
