/**
 * The buffers of one call that hold card data or what opens them. They are overwritten when the call is over, however
 * it ends; a JavaScript string could not be.
 */
export class Shredder {
  private readonly buffers: Buffer[] = [];

  /** Buffers must be whole allocations or lie in one that is kept: the rest of a shared pool would stay. */
  keep(buffer: Buffer): Buffer {
    this.buffers.push(buffer);
    return buffer;
  }

  shred(): void {
    for (const buffer of this.buffers) buffer.fill(0);
  }
}
