/** Whether memory, open files and sockets grew within long windows, in words. */
import type { ChalkInstance } from 'chalk';
import type { Grower, Growth, GrowthPerMin, Resource } from '../analyse/growth/schema.ts';
import type { Cell, RunResult } from '../analyse/result.ts';
import { cut, type Detail } from './detail.ts';
import { formatBytes, formatBytesPerMinEstimate } from './format.ts';
import { formatCount, formatCountPerMinEstimate } from './format.ts';
import { wrapHanging } from './text.ts';
import { listed, pairName } from './wording.ts';

export const GROWTH_TITLE = 'Growth within the windows';

const GROWERS = ['server', 'client', 'tool'] as const satisfies readonly Grower[];
const NAME: Readonly<Record<Grower, string>> = {
  server: 'the server',
  client: 'the client',
  tool: 'pairbench',
};

interface Words {
  readonly name: string;
  readonly estimate: typeof formatBytesPerMinEstimate;
  readonly value: typeof formatBytes;
}

const RESOURCES = ['rss_bytes', 'fds', 'sockets'] as const satisfies readonly Resource[];
const WORDS: Readonly<Record<Resource, Words>> = {
  rss_bytes: { name: 'memory', estimate: formatBytesPerMinEstimate, value: formatBytes },
  fds: { name: 'open files', estimate: formatCountPerMinEstimate, value: formatCount },
  sockets: { name: 'sockets', estimate: formatCountPerMinEstimate, value: formatCount },
};

/** `stable`, `grows 1.20 MB a minute (1.00-1.40)`. */
export function growthWords(growth: Growth | null, resource: Resource): string {
  if (growth === null) return 'not known';
  const { estimate, value } = WORDS[resource];
  switch (growth.verdict) {
    case 'stable':
      return 'stable';
    case 'grows':
      return `grows ${estimate(growth)}`;
    case 'shrinks':
      return `shrinks ${estimate(mirrored(growth))}`;
    case 'unclear':
      return `not clear: between ${value(growth.low)} and ${value(growth.high)} a minute`;
  }
}

export function renderGrowth(
  result: RunResult,
  width: number,
  palette: ChalkInstance,
  detail: Detail,
): string[] {
  const told = growthSentences([...result.cells, ...result.ceilings]);
  if (told.length === 0) return [];
  const { shown, note } = cut(told, detail);
  const lines = [...shown, ...(note === null ? [] : [note])];
  return [palette.bold(GROWTH_TITLE), ...lines.flatMap((line) => wrapHanging(line, width))];
}

/** One for each pair whose windows are long enough. */
export function growthSentences(cells: readonly Cell[]): string[] {
  return cells.flatMap((cell) => {
    const { growth_per_min } = cell;
    if (growth_per_min === null) return [];
    const parts = RESOURCES.map((resource) => resourceWords(growth_per_min, resource));
    return [`${pairName(cell)}: ${parts.join('; ')}.`];
  });
}

/** `memory of the server grows …, of the client stable`; those of which the same is said stand together. */
function resourceWords(growth: GrowthPerMin, resource: Resource): string {
  const { name } = WORDS[resource];
  const saying = new Map<string, Grower[]>();
  for (const who of GROWERS) {
    const words = growthWords(growth[resource][who], resource);
    saying.set(words, [...(saying.get(words) ?? []), who]);
  }
  const parts = [...saying].map(([words, who]) =>
    who.length === GROWERS.length ? words : `of ${listed(who.map((one) => NAME[one]))} ${words}`,
  );
  return `${name} ${parts.join(', ')}`;
}

function mirrored({ estimate, low, high }: Growth): Pick<Growth, 'estimate' | 'low' | 'high'> {
  return { estimate: -estimate, low: -high, high: -low };
}
