import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Recorder } from '../audit/index.js';
import type { Actor } from '../shared/actor.js';
import { countryCodeOf } from '../shared/addresses/country.js';
import { regionOf } from '../shared/addresses/region.js';
import { type Transaction, UnitOfWork } from '../shared/database/unit-of-work.js';
import { type Claim, takeClaim } from '../shared/idempotency.js';
import { DomainError } from '../shared/problem.js';
import { ANY, type RateKey } from './domain/tariff.js';

/** Who changes which rate; the key as people write it. */
export interface TariffCommand {
  readonly actor: Actor & { readonly id: string };
  readonly country: string;
  readonly region?: string;
  readonly productClass?: string;
  readonly claim?: Claim;
}

/** What a change was, for the audit; `undefined` where it changed nothing. */
export type Told = Readonly<Record<string, unknown>> | undefined;

/** Every country with its regions, for a few classes; a table that is read whole must not grow without an end. */
const RATES_MAX = 5_000;

/** What all changes of the tables share: the key in codes, the claim and the audit row, in one commit. */
@Injectable()
export class ChangeTariffs {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
  ) {}

  /** 400 `validation_failed` for a region of no country, and beyond 5,000 rates. */
  async run(
    action: string,
    command: TariffCommand,
    change: (tx: Transaction, key: RateKey) => Promise<Told>,
  ): Promise<void> {
    if (command.claim?.resumes) return;
    const key = keyOf(command);
    await this.uow.run(async (tx) => {
      await takeClaim(tx, command.claim, null);
      const facts = await change(tx, key);
      if (!facts) return;
      await refuseTooMany(tx);
      const subject = { kind: 'tariff', id: [key.country, key.region, key.productClass].join('/') } as const;
      const audit = { action, outcome: 'done', actor: command.actor, subject, facts };
      await this.recorder.record(tx, { events: [], audit });
    });
  }
}

function keyOf({ country, region = ANY, productClass = ANY }: TariffCommand): RateKey {
  if (country !== ANY) {
    const code = countryCodeOf(country) ?? country;
    const state = region === ANY ? ANY : (regionOf({ country: code, state: region }) ?? ANY);
    return { country: code, region: state, productClass };
  }
  if (region === ANY) return { country, region, productClass };
  const errors = [{ field: 'region', message: 'must be one of a country' }];
  throw new DomainError('validation_failed', { errors });
}

async function refuseTooMany(tx: Transaction): Promise<void> {
  const { rows } = await sql<{ rates: number }>`
    select greatest((select count(*) from tax_rates), (select count(*) from shipping_rates))::int as rates`.execute(
    tx.db,
  );
  if (rows[0]!.rates <= RATES_MAX) return;
  const errors = [{ field: 'country', message: `a table holds at most ${RATES_MAX} rates` }];
  throw new DomainError('validation_failed', { errors });
}
