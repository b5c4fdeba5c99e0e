import type { IssuedDocument } from './issued-document.js';

export const PDF = 'application/pdf';

/** A document on paper: made from its frozen facts when it is asked for, and kept nowhere. */
export interface PrintedPdf {
  readonly filename: string;
  readonly content: Buffer;
  readonly contentType: typeof PDF;
}

export async function pdfOf(document: IssuedDocument): Promise<PrintedPdf> {
  // Loaded with the first page: a process that prints none does not pay for it.
  const { printDocument } = await import('./print/print-document.js');
  return { filename: `${document.number}.pdf`, content: await printDocument(document), contentType: PDF };
}
