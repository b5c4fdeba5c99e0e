import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { JobQueue } from '../shared/events/job-queue.js';

interface Sample {
  readonly label: string;
  readonly value: number;
}

/** What an operator is woken by, in the text format of Prometheus; read from the database when it is asked for. */
@Injectable()
export class MetricsQueries {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly jobs: JobQueue,
  ) {}

  async text(): Promise<string> {
    const [backlogs, interventions] = await Promise.all([this.jobs.backlogs(), this.openInterventions()]);
    const ofQueues = (valueOf: (backlog: (typeof backlogs)[number]) => number) =>
      backlogs.map((backlog) => ({ label: `queue="${backlog.queue}"`, value: valueOf(backlog) }));
    return [
      gauge(
        'settle_jobs_waiting',
        'Jobs that could be taken now.',
        ofQueues(({ waiting }) => waiting),
      ),
      gauge(
        'settle_jobs_oldest_seconds',
        'How long the oldest of them has been waiting.',
        ofQueues(({ oldestSeconds }) => oldestSeconds),
      ),
      gauge(
        'settle_jobs_under_way',
        'Jobs that a worker has.',
        ofQueues(({ underWay }) => underWay),
      ),
      gauge(
        'settle_jobs_dead',
        'Jobs that were tried in vain.',
        ofQueues(({ dead }) => dead),
      ),
      gauge('settle_interventions_open', 'What waits for a person.', interventions),
    ].join('');
  }

  private async openInterventions(): Promise<Sample[]> {
    const { rows } = await sql<{ kind: string; open: number }>`
      select kind, count(*)::int as open from interventions where closed_at is null group by kind order by kind
    `.execute(this.uow.db);
    return rows.map(({ kind, open }) => ({ label: `kind="${kind}"`, value: open }));
  }
}

function gauge(name: string, help: string, samples: readonly Sample[]): string {
  const lines = samples.map(({ label, value }) => `${name}{${label}} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
}
