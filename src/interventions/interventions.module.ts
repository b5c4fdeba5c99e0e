import { Global, Module } from '@nestjs/common';
import { ShowDeadJobs } from './dead-jobs.sweep.js';
import { RetryJob } from './retry-job.use-case.js';
import { SolveIntervention } from './solve-intervention.use-case.js';
import { TakeIntervention } from './take-intervention.use-case.js';
import { Interventions } from './interventions.js';

@Global()
@Module({
  providers: [Interventions, ShowDeadJobs, TakeIntervention, SolveIntervention, RetryJob],
  exports: [Interventions],
})
export class InterventionsModule {}
