import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { maskedEmail } from '../../shared/masked-email.js';
import { toMajor } from '../../shared/money.js';
import { fromPersonalColumn } from '../../shared/personal-data.js';
import type { CsvCell } from '../domain/csv-text.js';
import type { OrderStatus } from '../domain/order-states.js';
import type { OrderPersonal } from '../order-row.js';
import { type ExportSource, ExportSources } from './export-source.js';

/** Which orders; everything absent: all. Moments in ISO 8601, the first included and the last not. */
export interface OrderExportFilter {
  readonly statuses?: readonly OrderStatus[];
  readonly createdFrom?: string;
  readonly createdTo?: string;
}

interface Row {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  readonly payment_status: string;
  readonly payment_method: string | null;
  readonly currency: string;
  readonly grand_total_minor: number;
  readonly created_at: string;
  readonly personal: OrderPersonal;
}

const PAGE = 500;

/** Orders as a CSV: in the order in which they were made, a page by the key at a time. */
@Injectable()
export class OrderExport implements ExportSource {
  readonly columns = [
    'order',
    'created',
    'status',
    'payment status',
    'method',
    'currency',
    'total',
    'email',
    'name',
    'country',
  ];

  constructor(
    sources: ExportSources,
    private readonly uow: UnitOfWork,
  ) {
    sources.offer('orders', this);
  }

  async *rows(
    filter: OrderExportFilter,
    { showsPersonalData }: { readonly showsPersonalData: boolean },
  ): AsyncGenerator<readonly CsvCell[]> {
    for (let after: string | null = null; ;) {
      const page: Row[] = await this.page(filter, after);
      for (const row of page) yield cellsOf(row, showsPersonalData);
      if (page.length < PAGE) return;
      after = page.at(-1)!.id;
    }
  }

  private async page(
    { statuses, createdFrom, createdTo }: OrderExportFilter,
    after: string | null,
  ): Promise<Row[]> {
    const { rows } = await sql<{ row: Row }>`
      select to_jsonb(o) as row from orders o
      where ${after ? sql`id > ${after}` : sql`true`}
        and ${statuses ? sql`status = any(${[...statuses]})` : sql`true`}
        and ${createdFrom ? sql`created_at >= ${createdFrom}::timestamptz` : sql`true`}
        and ${createdTo ? sql`created_at < ${createdTo}::timestamptz` : sql`true`}
      order by id limit ${PAGE}`.execute(this.uow.db);
    return rows.map(({ row }) => row);
  }
}

function cellsOf(row: Row, showsPersonalData: boolean): CsvCell[] {
  const { email, name, shippingAddress } = fromPersonalColumn<OrderPersonal>(row.personal);
  return [
    row.number,
    new Date(row.created_at).toISOString(),
    row.status,
    row.payment_status,
    row.payment_method,
    row.currency,
    toMajor(row.grand_total_minor, row.currency),
    showsPersonalData ? email : maskedEmail(email),
    showsPersonalData ? name : maskedName(name),
    shippingAddress.country,
  ];
}

const maskedName = (name: string | null): string | null => name && `${Array.from(name)[0]}***`;
