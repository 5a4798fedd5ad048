/** Cuts a byte stream into lines, whatever the borders of its chunks. */

const NEWLINE = 0x0a;
const MAX_LINE_BYTES = 16 * 1024 * 1024;
/** Some runtimes write it at the beginning of a stream. */
const BYTE_ORDER_MARK = '\uFEFF';

/** Bytes are joined before they are decoded, so that a character may lie across two chunks. */
export class LineSplitter {
  readonly #onLine: (line: string) => void;
  #parts: Buffer[] = [];
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
    this.#bytes += part.length;
    this.#parts.push(part);
    if (this.#bytes > MAX_LINE_BYTES) this.#flush();
  }

  #flush(): void {
    const line = Buffer.concat(this.#parts).toString('utf8');
    this.#parts = [];
    this.#bytes = 0;
    const begin = this.#isFirst && line.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
    this.#isFirst = false;
    this.#onLine(line.slice(begin, line.endsWith('\r') ? -1 : undefined));
  }
}
