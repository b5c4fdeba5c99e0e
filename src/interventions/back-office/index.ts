/** What a person does about an entry of the inbox. */
export { RetryJob, type RetryJobCommand } from './retry-job.use-case.js';
export { SolveIntervention, type SolveInterventionCommand } from './solve-intervention.use-case.js';
export { TakeIntervention, type TakeInterventionCommand } from './take-intervention.use-case.js';
