import { appendFileSync, closeSync, ftruncateSync, mkdirSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalEntry } from './journal.js';

/** One line of the file: everything that one request changed. A line is there as a whole or not at all. */
export interface CommitLine<R> {
  put?: R[];
  journal?: JournalEntry[];
}

const READ_BYTES = 1 << 20;
const NEWLINE = 0x0a;

/** The append-only file. Written before an answer leaves, so that a kill -9 loses nothing that was answered. */
export class CommitFile<R> {
  private constructor(private readonly descriptor: number) {}

  /** Opens the file and hands every whole line to `replay`; a torn last line is cut off. */
  static open<R>(directory: string, fileName: string, replay: (line: CommitLine<R>) => void): CommitFile<R> {
    mkdirSync(directory, { recursive: true });
    const descriptor = openSync(join(directory, fileName), 'a+');
    ftruncateSync(descriptor, readLines(descriptor, replay));
    return new CommitFile<R>(descriptor);
  }

  append(line: CommitLine<R>): void {
    appendFileSync(this.descriptor, `${JSON.stringify(line)}\n`);
  }

  close(): void {
    closeSync(this.descriptor);
  }
}

/** Read in blocks: the file may be longer than the longest string. Returns where the last whole line ends. */
function readLines<R>(descriptor: number, replay: (line: CommitLine<R>) => void): number {
  const block = Buffer.alloc(READ_BYTES);
  let rest: Buffer = Buffer.alloc(0);
  let readUpTo = 0;
  for (;;) {
    const bytes = readSync(descriptor, block, 0, READ_BYTES, readUpTo);
    if (bytes === 0) return readUpTo - rest.length;
    readUpTo += bytes;
    const text = Buffer.concat([rest, block.subarray(0, bytes)]);
    let start = 0;
    for (let end = text.indexOf(NEWLINE); end >= 0; end = text.indexOf(NEWLINE, start)) {
      replay(JSON.parse(text.toString('utf8', start, end)) as CommitLine<R>);
      start = end + 1;
    }
    rest = text.subarray(start);
  }
}
