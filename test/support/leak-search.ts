import { closeSync, lstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';

const PIECE_BYTES = 4 * 1024 * 1024;

/** Looks for many needles in places of any size. */
export class LeakSearch {
  private readonly needles: readonly (readonly [string, Buffer])[];
  /** So much of a piece has to stand in the next one, too. */
  readonly overlap: number;

  constructor(needles: ReadonlyMap<string, Buffer>) {
    // Two names may have one form: base64url is base64 mostly.
    const forms = new Map([...needles].map(([name, bytes]) => [bytes.toString('hex'), name]));
    this.needles = [...needles].filter(([name, bytes]) => forms.get(bytes.toString('hex')) === name);
    this.overlap = Math.max(...this.needles.map(([, bytes]) => bytes.length));
  }

  get names(): string[] {
    return this.needles.map(([name]) => name);
  }

  /** One text with every needle in it. */
  get everything(): Buffer {
    return Buffer.concat(this.needles.flatMap(([, bytes]) => [bytes, Buffer.from('\n')]));
  }

  /** The names of what is in there. */
  in(pieces: Iterable<Buffer>): string[] {
    const missing = new Map(this.needles);
    for (const piece of pieces) {
      for (const [name, bytes] of missing) if (piece.includes(bytes)) missing.delete(name);
    }
    return this.names.filter((name) => !missing.has(name));
  }
}

/** Every file below a folder. */
export function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : entry.isFile() ? [path] : [];
  });
}

/** Files piece by piece; each piece is gone when the next is asked for. A file that has gone meanwhile is nothing. */
export function* piecesOf(files: readonly string[], overlap: number): Generator<Buffer> {
  const piece = Buffer.alloc(PIECE_BYTES);
  for (const file of files) {
    if (!lstatSync(file, { throwIfNoEntry: false })) continue;
    const handle = openSync(file, 'r');
    try {
      for (let at = 0; ; at += PIECE_BYTES - overlap) {
        const read = readSync(handle, piece, 0, PIECE_BYTES, at);
        if (read > 0) yield piece.subarray(0, read);
        if (read < PIECE_BYTES) break;
      }
    } finally {
      closeSync(handle);
    }
  }
}
