/** Takes the output of a container without a terminal apart: each piece has a header that names its stream. */

export interface OutputSinks {
  readonly stdout: (chunk: Buffer) => void;
  readonly stderr: (chunk: Buffer) => void;
}

/** Docker Engine API, "Stream format" of attach: the stream, three bytes of 0, the length (big-endian). */
const HEADER_BYTES = 8;
const LENGTH_AT = 4;
/** 0 is stdin, which is echoed on stdout; 3 is what the engine itself has to complain of. */
const STDOUT = [0, 1];

/**
 * Hands pieces on as they come, whatever the borders of the chunks. The client library's own way calls
 * itself once for each frame: thousands of small ones in one chunk, as a program that writes byte by
 * byte makes them, overflow the stack.
 */
export class FrameSplitter {
  readonly #sinks: OutputSinks;
  readonly #header = Buffer.alloc(HEADER_BYTES);
  #header_bytes = 0;
  /** Of the frame that has begun. */
  #missing_bytes = 0;

  constructor(sinks: OutputSinks) {
    this.#sinks = sinks;
  }

  push(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0)
      rest = rest.subarray(this.#missing_bytes > 0 ? this.#deliver(rest) : this.#begin(rest));
  }

  /** Gives how many bytes were taken. */
  #deliver(rest: Buffer): number {
    const piece = rest.subarray(0, this.#missing_bytes);
    this.#missing_bytes -= piece.length;
    const isStdout = STDOUT.includes(this.#header.readUInt8(0));
    this.#sinks[isStdout ? 'stdout' : 'stderr'](piece);
    return piece.length;
  }

  #begin(rest: Buffer): number {
    const taken = rest.copy(this.#header, this.#header_bytes);
    this.#header_bytes = (this.#header_bytes + taken) % HEADER_BYTES;
    if (this.#header_bytes === 0) this.#missing_bytes = this.#header.readUInt32BE(LENGTH_AT);
    return taken;
  }
}
