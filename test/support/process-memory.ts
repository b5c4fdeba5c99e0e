import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

const CHUNK_BYTES = 4 * 1024 * 1024;

/**
 * What a core dump of a process would hold of data: every region that it can write to and not run, piece by piece; each piece begins with the
 * last so many bytes of the one before, and is gone when the next is asked for. For children of the caller, and for root.
 */
export function* memoryOf(pid: number, overlap: number): Generator<Buffer> {
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const piece = Buffer.alloc(CHUNK_BYTES);
  try {
    for (const [start, end] of writableRegions(pid)) {
      for (let at = start; at < end; at += CHUNK_BYTES - overlap) {
        const read = readAt(memory, piece, Math.min(CHUNK_BYTES, end - at), at);
        if (read === 0) break;
        yield piece.subarray(0, read);
      }
    }
  } finally {
    closeSync(memory);
  }
}

function writableRegions(pid: number): [start: number, end: number][] {
  const maps = readFileSync(`/proc/${pid}/maps`, 'latin1').matchAll(/^([0-9a-f]+)-([0-9a-f]+) rw-/gm);
  return [...maps].map(([, start, end]) => [Number.parseInt(start!, 16), Number.parseInt(end!, 16)]);
}

/** A region may be gone since it was listed. */
function readAt(memory: number, into: Buffer, length: number, at: number): number {
  try {
    return readSync(memory, into, 0, length, at);
  } catch {
    return 0;
  }
}
