import { createWriteStream, existsSync, renameSync, type WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** pino's level for an error. */
const errorLevel = 50;

/**
 * A child's output goes to a file, the previous start's being kept beside it; errors are shown on the screen too, one short
 * line each. What the child complained of last is remembered, because that is usually why it ends.
 */
export class ChildLog {
  readonly file: string;
  private readonly name: string;
  private readonly stream: WriteStream;
  private complaint = '';
  private lastLine = '';

  constructor(name: string, file: string) {
    this.name = name;
    this.file = file;
    if (existsSync(file)) renameSync(file, file.replace(/\.log$/, '.previous.log'));
    this.stream = createWriteStream(file);
  }

  follow(output: Readable): void {
    createInterface({ input: output, crlfDelay: Infinity }).on('line', (line) => this.take(line));
  }

  get lastComplaint(): string {
    return this.complaint || this.lastLine || 'it says nothing';
  }

  close(): void {
    this.stream.end();
  }

  private take(line: string): void {
    this.stream.write(`${line}\n`);
    const error = errorIn(line);
    if (error) {
      this.complaint = error;
      console.error(`${this.name}: ${error}`);
    } else if (/^(Uncaught )?\w*Error\b.*: /.test(line)) this.complaint = line;
    else if (/^\S/.test(line) && !line.startsWith('{') && !line.startsWith('Node.js v')) this.lastLine = line;
  }
}

/** The message of a JSON line of level error or worse, with the error's own where there is one. */
function errorIn(line: string): string | undefined {
  const level = /^\{.*?"level":(\d+)/.exec(line)?.[1];
  if (!level || Number(level) < errorLevel) return undefined;
  try {
    const { msg = '', err } = JSON.parse(line) as { msg?: string; err?: { message?: string } };
    return [...new Set([msg, err?.message])].filter(Boolean).join(': ');
  } catch {
    return line.slice(0, 200);
  }
}
