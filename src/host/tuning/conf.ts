/** Reads a file of wanted kernel settings, in the notation of sysctl.conf; a fault names file and line. */
import { readFileSync } from 'node:fs';
import { errorText, UserError } from '../user-error.ts';

export interface WantedSetting {
  readonly key: string;
  /** One number, or the first and last of a range. */
  readonly numbers: readonly number[];
}

/** No slash and no empty part: a key never leads out of /proc/sys. */
const ASSIGNMENT = /^(\w[\w-]*(?:\.\w[\w-]*)+)\s*=\s*(.*)$/;

/** Whole numbers separated by blanks; null for anything else, which has no order. */
export function parseNumbers(text: string): number[] | null {
  const words = text.trim().split(/\s+/);
  return words.every((word) => /^\d{1,15}$/.test(word)) ? words.map(Number) : null;
}

/** Null for more numbers than a range has, and for a range that ends before it begins. */
function parseWanted(text: string): number[] | null {
  const numbers = parseNumbers(text);
  const [first = 0, last = first, ...more] = numbers ?? [];
  return more.length > 0 || last < first ? null : numbers;
}

/** `name` is the file's name for messages. Throws a UserError. */
export function parseConf(text: string, name: string): WantedSetting[] {
  const lines = new Map<string, number>();
  return text.split('\n').flatMap((raw, index) => {
    const line = raw.trim();
    if (line === '' || /^[#;]/.test(line)) return [];
    const place = `${name}:${index + 1}`;
    const [, key, value = ''] = ASSIGNMENT.exec(line) ?? [];
    if (key === undefined)
      throw new UserError(`${place}: "${line}" is not KEY = VALUE`, 'a comment begins with #');
    const numbers = parseWanted(value);
    if (numbers === null)
      throw new UserError(
        `${place}: ${key}: "${value}" is neither a whole number nor a range of two`,
        'write for example 4096, or 1024 65535',
      );
    const earlier = lines.get(key);
    if (earlier !== undefined)
      throw new UserError(`${place}: ${key} stands in line ${earlier} already`, 'remove one line');
    lines.set(key, index + 1);
    return [{ key, numbers }];
  });
}

/** Throws a UserError. */
export function readConf(file: string): WantedSetting[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`${file}: cannot be read: ${errorText(error)}`);
  }
  return parseConf(text, file);
}
