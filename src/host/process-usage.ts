/** Reads memory, open files, context switches and disk use of processes from /proc. */
import { type Found, refusedOrGone } from './found.ts';
import { readKernelText } from './kernel-text.ts';
import { OpenFilesReader } from './open-files.ts';
import { readProc } from './process-table.ts';
import { SwitchMeter } from './switch-meter.ts';

/** Of several processes together. Null: could not be read. */
export interface ProcessUsage {
  readonly rss_bytes: number | null;
  readonly peak_rss_bytes: number | null;
  readonly fds: number | null;
  /** Open sockets of all kinds and states; null also where there are too many files to ask each. */
  readonly sockets: number | null;
  /** Since the start: the process had to wait for something. */
  readonly voluntary_switches: number | null;
  /** Since the start: the kernel gave the CPU to another. */
  readonly involuntary_switches: number | null;
  /** Since the start, from and to the storage below the page cache. */
  readonly disk_read_bytes: number | null;
  readonly disk_write_bytes: number | null;
}

interface Memory {
  readonly rss_bytes: number;
  readonly peak_rss_bytes: number;
}

interface DiskBytes {
  readonly disk_read_bytes: number;
  readonly disk_write_bytes: number;
}

/** Undefined: it has ended; a zombie has no memory any more, and its files are nobody's to look into. */
function readMemory(pid: number): Memory | undefined {
  const text = readProc(`${pid}/status`) ?? '';
  const rss = /^VmRSS:\s+(\d+) kB/m.exec(text);
  const peak = /^VmHWM:\s+(\d+) kB/m.exec(text);
  if (rss === null || peak === null) return undefined;
  return { rss_bytes: Number(rss[1]) * 1024, peak_rss_bytes: Number(peak[1]) * 1024 };
}

/** Documentation/filesystems/proc.rst, 3.3; holds what its children had used that it has waited for. */
function readDiskBytes(pid: number): Found<DiskBytes> {
  try {
    const text = readKernelText(`/proc/${pid}/io`);
    const read = /^read_bytes: (\d+)$/m.exec(text);
    const written = /^write_bytes: (\d+)$/m.exec(text);
    if (read === null || written === null) return undefined;
    return { disk_read_bytes: Number(read[1]), disk_write_bytes: Number(written[1]) };
  } catch (error) {
    return refusedOrGone(error);
  }
}

/** Null when there is nothing to add up, or when one is not known: a part would pass for the whole. */
function total(values: readonly (number | null)[]): number | null {
  if (values.length === 0 || values.includes(null)) return null;
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

function totalOf<T>(found: readonly Found<T>[], figure: (one: T) => number | null): number | null {
  const running = found.filter((one) => one !== undefined);
  return total(running.map((one) => (one === null ? null : figure(one))));
}

/** The greater of what is known: a process that ends may take its counter along. */
function risen(before: number | null, now: number | null): number | null {
  return before === null || now === null ? now : Math.max(before, now);
}

/** For the processes of one service; keeps in mind what those that end have used. */
export class ProcessUsageReader {
  readonly #files = new OpenFilesReader();
  readonly #switches = new SwitchMeter();
  #disk_read_bytes: number | null = null;
  #disk_write_bytes: number | null = null;

  read(pids: readonly number[]): ProcessUsage {
    const living = pids.flatMap((pid) => {
      const memory = readMemory(pid);
      return memory === undefined ? [] : [{ pid, memory }];
    });
    const memory = living.map((one) => one.memory);
    const files = living.map(({ pid }) => this.#files.read(pid));
    const disk = living.map(({ pid }) => readDiskBytes(pid));
    const disk_read_bytes = totalOf(disk, (one) => one.disk_read_bytes);
    const disk_write_bytes = totalOf(disk, (one) => one.disk_write_bytes);
    this.#disk_read_bytes = risen(this.#disk_read_bytes, disk_read_bytes);
    this.#disk_write_bytes = risen(this.#disk_write_bytes, disk_write_bytes);
    return {
      rss_bytes: totalOf(memory, (one) => one.rss_bytes),
      // Peaks of several processes need not fall together: the sum is an upper bound.
      peak_rss_bytes: totalOf(memory, (one) => one.peak_rss_bytes),
      fds: totalOf(files, (one) => one.fds),
      sockets: totalOf(files, (one) => one.sockets),
      ...this.#switches.read(living.map(({ pid }) => pid)),
      disk_read_bytes: this.#disk_read_bytes,
      disk_write_bytes: this.#disk_write_bytes,
    };
  }
}
