/** One journal line: an entry in an envelope with its number and length, still plain JSON for `jq .entry`. */
import { isUtf8 } from 'node:buffer';
import { liftHistograms, restoreHistograms } from './lifted-histograms.ts';

const ENVELOPE = /^\{"seq":(\d{1,15}),"bytes":(\d{1,15}),"entry":/;
/** The longest that an envelope can be. */
const ENVELOPE_BYTES = 64;
const CLOSING = 0x7d;

/** `seq` counts from 1. Ends with a line end. */
export function formatLine(seq: number, entry: unknown): string {
  const text = JSON.stringify(entry);
  return `{"seq":${seq},"bytes":${Buffer.byteLength(text)},"entry":${text}}\n`;
}

export type ParsedLine =
  | { readonly ok: true; readonly seq: number; readonly entry: unknown }
  | { readonly ok: false; readonly reason: string };

/** Without its line end. Checks length and JSON, not the entry's schema; histograms come packed. */
export function parseLine(line: Buffer): ParsedLine {
  const match = ENVELOPE.exec(line.toString('latin1', 0, ENVELOPE_BYTES));
  if (match === null || line.at(-1) !== CLOSING)
    return { ok: false, reason: 'it is not a journal line' };
  const [envelope, seq = '', bytes = ''] = match;
  const body = line.subarray(envelope.length, -1);
  if (body.length !== Number(bytes))
    return { ok: false, reason: `its entry has ${body.length} bytes instead of ${bytes}` };
  try {
    return { ok: true, seq: Number(seq), entry: parseBody(body) };
  } catch {
    return { ok: false, reason: 'its entry is not valid JSON' };
  }
}

/** Throws on what is not JSON in UTF-8. */
function parseBody(body: Buffer): unknown {
  const { line, histograms } = liftHistograms(body);
  if (!isUtf8(line)) throw new SyntaxError('it is not UTF-8');
  const entry: unknown = JSON.parse(line.toString());
  restoreHistograms(entry, histograms);
  return entry;
}
