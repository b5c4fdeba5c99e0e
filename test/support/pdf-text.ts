import { extractText, getDocumentProxy, getMeta } from 'unpdf';

/** What a PDF says, sheet by sheet, as a reader selects it. */
export async function sheetsOf(pdf: Uint8Array): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: false });
  return text;
}

export const textOf = async (pdf: Uint8Array): Promise<string> => (await sheetsOf(pdf)).join('\n');

export async function propertiesOf(pdf: Uint8Array): Promise<Record<string, unknown>> {
  return (await getMeta(await getDocumentProxy(new Uint8Array(pdf)))).info;
}
