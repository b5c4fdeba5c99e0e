import { createRequire } from 'node:module';
import { type GlyphRun, type OpenFont, openSync } from 'fontkit';

/**
 * DejaVu Sans Condensed (free to embed): Latin, Greek, Cyrillic and the letters of many scripts more. What it does not
 * have (Chinese, Japanese, Korean, most of India) is printed as an empty box, one for each character.
 */
const FILES = { plain: 'DejaVuSansCondensed.ttf', bold: 'DejaVuSansCondensed-Bold.ttf' } as const;

export type Font = keyof typeof FILES;

let opened: Record<Font, OpenFont> | undefined;

/**
 * Opened with the first page and kept: reading the tables of a font takes several times what printing a page does.
 */
export function fonts(): NonNullable<typeof opened> {
  return (opened ??= { plain: open(FILES.plain), bold: open(FILES.bold) });
}

/** Of each font: more words than the documents of a shop have in common. */
const WORDS_MAX = 5_000;

/**
 * What most documents are made of, and hence goes with every one: the part of the font that is embedded is then the same for
 * all of them, and cut out once. A document with other letters has it cut out anew.
 */
export const COMMON_LETTERS =
  ' #%&()+,-./0123456789:@ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz' +
  '\u00a0$£¥€·–−’…×ÄÅÉÖØÜßàáäåçèéêíñóöøúü';

function open(file: string): OpenFont {
  const font = openSync(createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${file}`));
  rememberLayouts(font);
  rememberSubset(font);
  return font;
}

function rememberLayouts(font: OpenFont): void {
  const layout = font.layout.bind(font);
  const known = new Map<string, GlyphRun>();
  // Placing the letters of a word takes longer than all that is printed of it, and most words come again.
  font.layout = (word) => {
    let run = known.get(word);
    if (!run) {
      if (known.size === WORDS_MAX) known.clear();
      known.set(word, (run = layout(word)));
    }
    return copyOf(run);
  };
}

function rememberSubset(font: OpenFont): void {
  const createSubset = font.createSubset.bind(font);
  let last: { readonly glyphs: string; readonly bytes: Uint8Array } | undefined;
  font.createSubset = () => {
    const subset = createSubset();
    const encode = subset.encode.bind(subset);
    subset.encode = () => {
      // Cutting out adds the parts of composed letters to the list.
      const glyphs = subset.glyphs.join();
      if (last?.glyphs !== glyphs) last = { glyphs, bytes: encode() };
      return last.bytes;
    };
    return subset;
  };
}

/** Its reader scales the positions in place; a run adds up its width from them. */
function copyOf(run: GlyphRun): GlyphRun {
  const positions = run.positions.map((position) => ({ ...position }));
  return Object.assign(Object.create(Object.getPrototypeOf(run) as object) as GlyphRun, run, { positions });
}
