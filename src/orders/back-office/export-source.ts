import { Injectable } from '@nestjs/common';
import type { CsvCell } from '../domain/csv-text.js';

/** What a list can be exported from: its columns, and its rows one after the other. */
export interface ExportSource {
  readonly columns: readonly string[];
  /** Rows of a filter that was stored as JSON; personal data masked unless they are to be shown. */
  rows(filter: unknown, options: { readonly showsPersonalData: boolean }): AsyncIterable<readonly CsvCell[]>;
}

/** The lists that can be exported, by name. */
@Injectable()
export class ExportSources {
  private readonly sources = new Map<string, ExportSource>();

  offer(list: string, source: ExportSource): void {
    this.sources.set(list, source);
  }

  of(list: string): ExportSource | undefined {
    return this.sources.get(list);
  }
}
