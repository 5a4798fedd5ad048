/** Finds what the tool should have taken away: processes, locks, drafts, saved kernel settings. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { commandLine } from '../../src/host/process-table.ts';
import type { Site } from '../site.ts';
import { childrenOf, type Tool } from '../tool.ts';

/** Of the folder of a run. */
const RUN_FILES = [
  'journal.ndjson',
  'journal.ndjson.torn',
  'logs',
  'report.html',
  'report.md',
  'cells.csv',
  'result.json',
];

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function processes({ pid }: Tool): string[] {
  return childrenOf(pid).map((child) => `left over: process ${child} (${commandLine(child)})`);
}

function locks({ results, cache }: Site): string[] {
  const builds = namesIn(path.join(cache, 'builds')).flatMap((kind) =>
    namesIn(path.join(cache, 'builds', kind)).map((name) => path.join('builds', kind, name)),
  );
  return [
    ...namesIn(results)
      .filter((name) => name.startsWith('.'))
      .map((name) => `results/${name}`),
    ...namesIn(path.join(cache, 'users')).map((name) => `cache/users/${name}`),
    ...namesIn(path.join(cache, 'sysctl')).map((name) => `cache/sysctl/${name}`),
    ...builds.flatMap((folder) =>
      namesIn(path.join(cache, folder))
        .filter((name) => /\.(lock|guard|new)\b/.test(name))
        .map((name) => `cache/${folder}/${name}`),
    ),
  ].map((file) => `left over: ${file}`);
}

/** Of a run that is complete. */
export function draftProblems(journal: string): string[] {
  return namesIn(path.dirname(journal))
    .filter((name) => !RUN_FILES.includes(name))
    .map((name) => `left over: ${name} in the folder of the run`);
}

/** Once a start of the tool has come to its end, which also ends what earlier ones have left. */
export function leftovers(site: Site, tools: readonly Tool[]): string[] {
  return [...tools.flatMap(processes), ...locks(site)];
}
