/** Of a text mail; below the 78 characters at which readers begin to wrap. */
const WIDTH = 64;

export const rule = (): string => '-'.repeat(WIDTH);

/** A label on the left and an amount on the right; where they do not fit one line the amount gets the next. */
export function row(label: string, amount: string): string {
  const gap = WIDTH - label.length - amount.length;
  return gap >= 2 ? label + ' '.repeat(gap) + amount : `${wrap(label)}\n${amount.padStart(WIDTH)}`;
}

/** Breaks at spaces; a word that is longer than a line keeps its own. */
export function wrap(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= WIDTH)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}
