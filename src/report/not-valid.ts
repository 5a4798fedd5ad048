/** What could not be measured or believed, and why; pairs with the same reason stand together. */
import type { ChalkInstance } from 'chalk';
import type { Cell, RunResult } from '../analyse/result.ts';
import { paintStatus, STATUS_WORD } from './palette.ts';
import { plural } from './wording.ts';
import { wrap } from './text.ts';

const INDENT = '  ';
const MAX_REASONS = 5;

type Judged = Pick<Cell, 'server' | 'client' | 'status' | 'reasons'>;

export function renderNotValid(result: RunResult, width: number, palette: ChalkInstance): string[] {
  return notValidLines([...result.cells, ...result.ceilings], width, palette);
}

export function notValidLines(
  pairs: readonly Judged[],
  width: number,
  palette: ChalkInstance,
): string[] {
  return groupsByReason(pairs).flatMap(({ first, names }) => [
    ...wrap(`${STATUS_WORD[first.status]}: ${names.join(', ')}`, width).map((line) =>
      paintStatus(palette, first.status, line),
    ),
    ...reasonLines(first, width),
  ]);
}

/** A service that could not be built takes all its pairs with it, for the same reason. */
export function groupsByReason(pairs: readonly Judged[]): { first: Judged; names: string[] }[] {
  const groups = new Map<string, { first: Judged; names: string[] }>();
  for (const pair of pairs) {
    if (pair.status === 'valid') continue;
    const key = JSON.stringify([pair.status, pair.reasons]);
    const group = groups.get(key) ?? { first: pair, names: [] };
    group.names.push(`${pair.server}:${pair.client}`);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function reasonLines({ reasons }: Judged, width: number): string[] {
  const shown = reasons.slice(0, MAX_REASONS);
  const left = reasons.length - shown.length;
  const more = left > 0 ? [`and ${plural(left, 'more reason')}, see the JSON result`] : [];
  return [...shown, ...more].flatMap((reason) => wrap(reason, width, INDENT));
}
