import { Global, Module } from '@nestjs/common';
import { ShowDeadJobs } from './dead-jobs.sweep.js';
import { Interventions } from './interventions.js';

@Global()
@Module({
  providers: [Interventions, ShowDeadJobs],
  exports: [Interventions],
})
export class InterventionsModule {}
