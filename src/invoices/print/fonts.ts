import { createRequire } from 'node:module';
import { openSync } from 'fontkit';

/**
 * DejaVu Sans Condensed (free to embed): Latin, Greek, Cyrillic and the letters of many scripts more. What it does not
 * have (Chinese, Japanese, Korean, most of India) is printed as an empty box, one for each character.
 */
const FILES = { plain: 'DejaVuSansCondensed.ttf', bold: 'DejaVuSansCondensed-Bold.ttf' } as const;

export type Font = keyof typeof FILES;

let opened: Record<Font, ReturnType<typeof openSync>> | undefined;

/**
 * Opened with the first page and kept: reading the tables of a font takes several times what printing a page does.
 */
export function fonts(): NonNullable<typeof opened> {
  return (opened ??= { plain: open(FILES.plain), bold: open(FILES.bold) });
}

const open = (file: string) =>
  openSync(createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${file}`));
