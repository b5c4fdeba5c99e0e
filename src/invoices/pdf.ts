import { setImmediate as afterWhatWaits } from 'node:timers/promises';
import type { IssuedDocument } from './issued-document.js';

export const PDF = 'application/pdf';

/** A document on paper: made from its frozen facts when it is asked for, and kept nowhere. */
export interface PrintedPdf {
  readonly filename: string;
  readonly content: Buffer;
  readonly contentType: typeof PDF;
}

let lastPage: Promise<unknown> = Promise.resolve();

/**
 * One at a time, and what waits goes in between: a page takes some 9 ms of CPU, and a batch of them would keep requests,
 * and transactions with their locks, waiting all that time.
 */
export function pdfOf(document: IssuedDocument): Promise<PrintedPdf> {
  const printed = lastPage.then(() => afterWhatWaits()).then(() => print(document));
  lastPage = printed.catch(() => undefined);
  return printed;
}

/** Loads printer and fonts, which takes longer than many pages: for a process that is going to print, before it begins. */
export async function readyToPrint(): Promise<void> {
  const { fonts } = await import('./print/fonts.js');
  await import('./print/print-document.js');
  fonts();
}

async function print(document: IssuedDocument): Promise<PrintedPdf> {
  // Loaded with the first page: a process that prints none does not pay for it.
  const { printDocument } = await import('./print/print-document.js');
  return { filename: `${document.number}.pdf`, content: await printDocument(document), contentType: PDF };
}
