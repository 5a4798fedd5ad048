/** Reads the small text files by which the kernel tells its state, below /proc and /sys. */
import { readFileSync } from 'node:fs';

/** Without the line end; null: this kernel has no such file, or it is not ours to read. */
export function readKernelFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}
