import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Recorder } from '../../audit/index.js';
import type { Actor } from '../../shared/actor.js';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { takeClaim } from '../../shared/idempotency.js';
import { newId, publicId } from '../../shared/ids.js';
import { DomainError } from '../../shared/problem.js';
import { type BulkKind, insertRun, type NewBulkRow, wasTriedDry } from './bulk.sql.js';
import { Once } from '../../shared/once.js';
import { readShippingList } from './read-shipping-list.js';
import { checkedReason } from './staff-reason.js';

interface BulkCommand {
  readonly actor: Actor & { readonly id: string };
  /** Whether only to say what would happen. */
  readonly isDryRun: boolean;
  readonly reason: string;
  /** Made with the form: the same token is one run. */
  readonly token: string;
}

/** What the worker is to do, in rows. */
export type StartBulkRunCommand = BulkCommand &
  (
    | { readonly kind: 'prepare'; readonly orderNumbers: readonly string[] }
    /** A header and a parcel in each line: order, carrier, tracking number, and a product with its quantity if need be. */
    | { readonly kind: 'ship'; readonly csv: string }
  );

/** What was tried longer ago says little of the orders as they are. */
const TRIED_HOURS = 1;
/** More than one page of a list can mark. */
const ORDERS_MAX = 2_000;

/**
 * Writes down what is to be done to many orders; the worker does it, each row in a commit of its own, so that a closed
 * browser or a killed worker loses nothing. `BulkRuns` tells how far it is.
 */
@Injectable()
export class StartBulkRun {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly once: Once,
  ) {}

  /**
   * The run's outside id. 400 `validation_failed` for a file that is none, with what is wrong; 409 `bulk_run_not_tried` where
   * the same person has not tried the very same dry before, to its end.
   */
  async run(command: StartBulkRunCommand): Promise<{ runId: string }> {
    const reason = checkedReason(command.reason);
    const { actor, kind, isDryRun, token } = command;
    const rows = command.kind === 'ship' ? await rowsOfCsv(command.csv) : rowsOf(command.orderNumbers);
    // A run that is told again by a process that was killed is another run with the same rows: rows are safe twice.
    return this.once.run({ ownerId: actor.id, token, wish: [kind, isDryRun, rows] }, async (claim) => {
      const id = newId();
      const digest = digestOf(kind, rows);
      await this.uow.run(async (tx) => {
        if (!isDryRun && !(await wasTriedDry(tx.db, { digest, startedBy: actor.id }, TRIED_HOURS)))
          throw new DomainError('bulk_run_not_tried');
        await takeClaim(tx, claim, null);
        await insertRun(tx, { id, kind, isDryRun, reason, startedBy: actor.id, digest }, rows);
        await this.recorder.record(tx, {
          events: [],
          audit: auditOf(actor, id, kind, isDryRun, rows.length, reason),
        });
      });
      return { runId: publicId('bulk', id) };
    });
  }
}

const digestOf = (kind: BulkKind, rows: readonly NewBulkRow[]): string =>
  createHash('sha256')
    .update(JSON.stringify([kind, rows]))
    .digest('base64url');

const auditOf = (actor: Actor, id: string, kind: BulkKind, isDryRun: boolean, rows: number, reason: string) =>
  ({
    action: `orders.bulk_${kind}`,
    outcome: 'done',
    actor,
    subject: { kind: 'bulk_run', id: publicId('bulk', id) },
    facts: { rows, isDryRun, reason },
  }) as const;

async function rowsOfCsv(csv: string): Promise<NewBulkRow[]> {
  const { parcels, faults } = await readShippingList(csv);
  const rows: NewBulkRow[] = [
    ...parcels.map(({ lines, ...wish }) => ({ lines, wish })),
    ...faults.map(({ lines, orderNumber, message }) => ({ lines, wish: { orderNumber }, fault: message })),
  ];
  return rows.toSorted((one, other) => one.lines[0]! - other.lines[0]!);
}

function rowsOf(orderNumbers: readonly string[]): NewBulkRow[] {
  const numbers = [...new Set(orderNumbers)];
  if (numbers.length === 0 || numbers.length > ORDERS_MAX) {
    const errors = [{ field: 'orderNumbers', message: `must be 1 to ${ORDERS_MAX}` }];
    throw new DomainError('validation_failed', { errors });
  }
  return numbers.map((orderNumber, index) => ({ lines: [index + 1], wish: { orderNumber } }));
}
