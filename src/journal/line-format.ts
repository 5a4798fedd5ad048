/** One journal line: an entry in an envelope with its number and length, still plain JSON for `jq .entry`. */

const PATTERN = /^\{"seq":(\d{1,15}),"bytes":(\d{1,15}),"entry":(.*)\}$/s;

/** `seq` counts from 1. Ends with a line end. */
export function formatLine(seq: number, entry: unknown): string {
  const text = JSON.stringify(entry);
  return `{"seq":${seq},"bytes":${Buffer.byteLength(text)},"entry":${text}}\n`;
}

export type ParsedLine =
  | { readonly ok: true; readonly seq: number; readonly entry: unknown }
  | { readonly ok: false; readonly reason: string };

/** Checks length and JSON, not the entry's schema. */
export function parseLine(line: string): ParsedLine {
  const match = PATTERN.exec(line);
  if (match === null) return { ok: false, reason: 'it is not a journal line' };
  const [, seq = '', bytes = '', text = ''] = match;
  const length = Buffer.byteLength(text);
  if (length !== Number(bytes))
    return { ok: false, reason: `its entry has ${length} bytes instead of ${bytes}` };
  try {
    return { ok: true, seq: Number(seq), entry: JSON.parse(text) };
  } catch {
    return { ok: false, reason: 'its entry is not valid JSON' };
  }
}
