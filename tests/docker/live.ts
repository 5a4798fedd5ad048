/** The command line on containers, in folders of its own; the images it built are removed after the tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { execa } from 'execa';
import { connectEngine, engineStatus } from '../../src/host/docker/engine.ts';
import type { Engine } from '../../src/host/docker/engine.ts';
import { imageName } from '../../src/host/docker/images.ts';
import { OWNER_LABEL } from '../../src/host/docker/labels.ts';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { readJournal } from '../../src/journal/read-journal.ts';
import { findRun, listRuns } from '../../src/journal/run-folder.ts';
import { WITHOUT_LATENCY } from '../live/pairbench.ts';
import type { Outcome } from '../live/pairbench.ts';

const BIN = path.resolve('bin/pairbench.js');
export const FIXTURES = path.resolve('tests/fixtures/services');
export const LIMIT_MS = 5 * 60_000;

/** A run of the tool that goes on while the test does something else. */
export interface Started {
  readonly pid: number;
  readonly started_at_s: number;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Resolves when it has said this on stderr; rejects when it ends without. */
  readonly said: (text: string) => Promise<void>;
  readonly ended: Promise<Outcome>;
  /** What its journal holds now. */
  readonly entries: () => readonly JournalEntry[];
}

export interface LiveFolder {
  readonly folder: string;
  /** `args` are those of `run`; the runtime is docker. */
  readonly start: (args: readonly string[], env?: Readonly<Record<string, string>>) => Started;
}

let connected: Promise<Engine> | null = null;

export const engine = (): Promise<Engine> => (connected ??= connectEngine(process.env));

/** Names of the containers and networks that a process of the tool has made and not removed. */
export async function leftBy(pid: number): Promise<string[]> {
  const { docker } = await engine();
  const filters = { label: [OWNER_LABEL] };
  const containers = await docker.listContainers({ all: true, filters });
  const networks = await docker.listNetworks({ filters });
  const isOwn = (labels: Readonly<Record<string, string>> = {}): boolean =>
    labels[OWNER_LABEL]?.includes(`/${pid}.`) ?? false;
  return [
    ...containers.filter(({ Labels }) => isOwn(Labels)).flatMap(({ Names }) => Names),
    ...networks.filter(({ Labels }) => isOwn(Labels)).map(({ Name }) => Name),
  ].sort();
}

function imagesBuilt(entries: readonly JournalEntry[]): string[] {
  return entries.flatMap((entry) =>
    entry.type === 'build-finished' && !entry.cached
      ? [imageName(entry.kind, entry.service, entry.fingerprint)]
      : [],
  );
}

/** By their names; what another run of these tests uses, or has removed, is left to it. */
export async function removeImages(names: readonly string[]): Promise<void> {
  const { docker } = await engine();
  for (const name of new Set(names))
    await docker
      .getImage(name)
      .remove()
      .catch((error: unknown) => {
        if (![404, 409].includes(engineStatus(error) ?? 0)) throw error;
      });
}

function journalIn(results: string): readonly JournalEntry[] {
  return listRuns(results).length > 0 ? readJournal(findRun(results, null).journal).entries : [];
}

function startTool(
  folder: string,
  results: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Started {
  const own = ['--runtime', 'docker', '--cache-dir', path.join(folder, 'cache'), '-o', results];
  const tool = execa(process.execPath, [BIN, ...args, ...own], {
    cwd: folder,
    env: { ...WITHOUT_LATENCY, ...env },
    reject: false,
    stripFinalNewline: false,
  });
  const started_at_s = Math.floor(Date.now() / 1000);
  if (tool.pid === undefined) throw new Error('the tool could not be started');
  let seen = '';
  tool.stderr.on('data', (chunk: Buffer) => {
    seen += chunk.toString();
  });
  const said = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (seen.includes(text)) resolve();
      };
      look();
      tool.stderr.on('data', look);
      void tool.then(() => {
        reject(new Error(`it ended without "${text}":\n${seen}`));
      });
    });
  return {
    pid: tool.pid,
    started_at_s,
    kill: (signal) => {
      tool.kill(signal);
    },
    said,
    ended: tool.then(({ exitCode, stdout, stderr }) => ({ exitCode, stdout, stderr })),
    entries: () => journalIn(results),
  };
}

/** One for all tests of a file, so that a service is built and verified once. */
export function liveFolder(): LiveFolder {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pairbench-test-'));
  const started: Started[] = [];

  beforeAll(async () => {
    // Fails, never skips, where no engine answers.
    await engine();
  });

  afterAll(async () => {
    for (const { pid } of started) expect(await leftBy(pid)).toEqual([]);
    await removeImages(started.flatMap(({ entries }) => imagesBuilt(entries())));
    rmSync(folder, { recursive: true });
  }, LIMIT_MS);

  return {
    folder,
    start: (args, env = {}) => {
      const results = path.join(folder, `results-${started.length}`);
      const tool = startTool(folder, results, args, env);
      started.push(tool);
      return tool;
    },
  };
}
