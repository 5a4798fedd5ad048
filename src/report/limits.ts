/** Which side was the limit of each pair, and by which figures: a sentence for each, by verdict. */
import type { ChalkInstance } from 'chalk';
import type { Cell, RunResult } from '../analyse/result.ts';
import { cut, type Detail } from './detail.ts';
import { LIMIT_WORD, paintLimit, VERDICTS } from './palette.ts';
import { wrapHanging } from './text.ts';
import { pairName } from './wording.ts';

const INDENT = '  ';
export function renderLimits(
  { cells, ceilings }: RunResult,
  width: number,
  palette: ChalkInstance,
  detail: Detail,
): string[] {
  const valid = (detail === 'full' ? [...cells, ...ceilings] : cells).filter(
    ({ status }) => status === 'valid',
  );
  if (valid.length === 0) return [];
  const { shown, note } = cut(valid, detail);
  return [
    palette.bold('Who was the limit'),
    ...VERDICTS.flatMap((verdict) => {
      const sentences = sentencesOf(
        shown.filter(({ bottleneck }) => bottleneck.verdict === verdict),
      );
      return sentences.length === 0
        ? []
        : [
            paintLimit(palette, verdict, LIMIT_WORD[verdict]),
            ...sentences.flatMap((sentence) => wrapHanging(sentence, width, INDENT)),
          ];
    }),
    ...(note === null ? [] : [note]),
  ];
}

/** Pairs of which the same is said stand together. */
function sentencesOf(cells: readonly Cell[]): string[] {
  const names = new Map<string, string[]>();
  for (const cell of cells) {
    const { sentence } = cell.bottleneck;
    names.set(sentence, [...(names.get(sentence) ?? []), pairName(cell)]);
  }
  return [...names].map(([sentence, pairs]) => `${pairs.join(', ')}: ${sentence}`);
}
