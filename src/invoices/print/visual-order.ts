/** Letters that are written from right to left: Hebrew, Arabic and their relatives. */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/;
const LETTER = /\p{L}/u;

/**
 * The words of a line from left to right as they stand on paper. A line that begins with a right-to-left letter runs to
 * the left; words in the other direction keep theirs, several in a row together. What is inside a word is the font's.
 */
export function visualOrder(words: readonly string[]): readonly string[] {
  if (!words.some((word) => RIGHT_TO_LEFT.test(word))) return words;
  const first = words.find((word) => LETTER.test(word))!;
  const runsLeft = RIGHT_TO_LEFT.test(first);
  const runs: { readonly leftwards: boolean; readonly alone: boolean; readonly words: string[] }[] = [];
  for (const word of words) {
    // A number stands alone: two of them follow the line's direction.
    const alone = !LETTER.test(word);
    const leftwards = alone ? runsLeft : RIGHT_TO_LEFT.test(word);
    const last = runs.at(-1);
    if (last && !alone && !last.alone && last.leftwards === leftwards) last.words.push(word);
    else runs.push({ leftwards, alone, words: [word] });
  }
  const ordered = runs.map((run) => (run.leftwards ? run.words.toReversed() : run.words));
  return (runsLeft ? ordered.toReversed() : ordered).flat();
}

export const hasRightToLeft = (text: string): boolean => RIGHT_TO_LEFT.test(text);
