/** Cuts a byte stream into lines, whatever the borders of its chunks. */

const NEWLINE = 0x0a;
const MAX_LINE_BYTES = 16 * 1024 * 1024;
/** Some runtimes write it at the beginning of a stream. */
const BYTE_ORDER_MARK = '\uFEFF';
/** Room that is kept for the next line. */
const USUAL_LINE_BYTES = 65_536;

/** Bytes are joined before they are decoded, so that a character may lie across two chunks. */
export class LineSplitter {
  readonly #onLine: (line: string) => void;
  /** What has come of the line: in one buffer, since a program may write byte by byte. */
  #line = Buffer.alloc(0);
  #bytes = 0;
  #isFirst = true;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  /** A line of over 16 MiB is cut there, so that memory stays bounded: it will not be valid JSON. */
  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      this.#keep(chunk.subarray(start, end));
      this.#flush();
      start = end + 1;
    }
    if (start < chunk.length) this.#keep(chunk.subarray(start));
  }

  /** The end of the stream: a last line may lack its line end. */
  end(): void {
    if (this.#bytes > 0) this.#flush();
  }

  #keep(part: Buffer): void {
    const bytes = this.#bytes + part.length;
    if (bytes > this.#line.length) {
      const wider = Buffer.allocUnsafe(Math.max(bytes, 2 * this.#line.length, USUAL_LINE_BYTES));
      this.#line.copy(wider, 0, 0, this.#bytes);
      this.#line = wider;
    }
    part.copy(this.#line, this.#bytes);
    this.#bytes = bytes;
    if (bytes > MAX_LINE_BYTES) this.#flush();
  }

  #flush(): void {
    const line = this.#line.toString('utf8', 0, this.#bytes);
    if (this.#line.length > USUAL_LINE_BYTES) this.#line = Buffer.alloc(0);
    this.#bytes = 0;
    const begin = this.#isFirst && line.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
    this.#isFirst = false;
    this.#onLine(line.slice(begin, line.endsWith('\r') ? -1 : undefined));
  }
}
