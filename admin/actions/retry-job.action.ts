import { z } from 'zod';
import { RetryJob } from '../../src/interventions/back-office/index.js';
import { DeadJobList } from '../../src/back-office/index.js';
import { DomainError } from '../../src/shared/problem.js';
import { defineAction } from './action.js';

/** What made it fail is cured. Sent back once it is gone from the list: a second click is told that there is no such job. */
export const retryJob = defineAction({
  name: 'retry-job',
  label: 'Try again',
  icon: 'RefreshCw',
  resource: 'dead-jobs',
  permission: 'solve_intervention',
  subject: (recordId) => ({ kind: 'job', id: recordId }),
  input: z.object({}),
  fields: async () => [],
  async preview({ recordId }, panel) {
    const job = await panel.get(DeadJobList).find(recordId);
    if (!job) throw new DomainError('job_not_found', { jobId: recordId });
    return {
      version: job.id,
      isAllowed: true,
      effects: [
        { label: 'Queue', value: job.queue },
        { label: 'Tries', value: `${job.tries} → 0` },
        { label: 'Error', value: job.error },
      ],
      warnings: ['If its cause is still there it fails again, and comes back here.'],
      undo: { isPossible: false, how: 'A job that runs is not called back.' },
    };
  },
  async run({ actor, recordId, reason }, panel) {
    await panel.get(RetryJob).run({ actor, jobId: recordId, reason });
    return 'The job is back in its queue.';
  },
});
