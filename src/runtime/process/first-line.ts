/** Waits for the first whole line of a file that a child is writing. */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 5;
const MAX_BYTES = 65_536;

/** Null when aborted, or when there is no line end within the first 64 KiB. */
export async function firstLineOf(file: string, signal: AbortSignal): Promise<string | null> {
  while (!signal.aborted) {
    const text = readFileSync(file, 'utf8');
    const end = text.indexOf('\n');
    if (end >= 0) return text.slice(0, end).replace(/^\uFEFF|\r$/g, '');
    if (text.length > MAX_BYTES) return null;
    await delay(POLL_MS);
  }
  return null;
}
