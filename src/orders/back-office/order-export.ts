import { Injectable } from '@nestjs/common';
import { MOST_LISTED } from '../../shared/lists/list.js';
import { maskedEmail } from '../../shared/masked-email.js';
import { maskedName } from '../../shared/masked-name.js';
import { toMajor } from '../../shared/money.js';
import type { CsvCell } from '../domain/csv-text.js';
import { type ExportSource, ExportSources } from './export-source.js';
import { type OrderFilter, UnmaskedOrders, type WholeOrderRow } from './order-list.queries.js';

/** Orders as a CSV: those that the list shows for the same filter, in its order, a page of it after another. */
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
    private readonly orders: UnmaskedOrders,
  ) {
    sources.offer('orders', this);
  }

  async *rows(
    filter: OrderFilter,
    { showsPersonalData }: { readonly showsPersonalData: boolean },
  ): AsyncGenerator<readonly CsvCell[]> {
    for (let after: string | undefined, isLast = false; !isLast;) {
      const { rows, next } = await this.orders.list(filter, { limit: MOST_LISTED, after });
      for (const row of rows) yield cellsOf(row, showsPersonalData);
      after = next ?? undefined;
      isLast = next === null;
    }
  }
}

function cellsOf(row: WholeOrderRow, showsPersonalData: boolean): CsvCell[] {
  const { email, name, shippingAddress } = row.personal;
  return [
    row.number,
    row.createdAt,
    row.status,
    row.paymentStatus,
    row.paymentMethod,
    row.currency,
    toMajor(row.grandTotalMinor, row.currency),
    showsPersonalData ? email : maskedEmail(email),
    showsPersonalData ? name : maskedName(name),
    shippingAddress.country,
  ];
}
