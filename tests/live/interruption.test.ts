import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { processesMarked } from '../../src/host/process-table.ts';
import { readJournal } from '../../src/journal/read-journal.ts';
import { findRun } from '../../src/journal/run-folder.ts';
import { EXPORTS } from '../../src/report/exports.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { until } from '../helpers/until.ts';
import { pairbench } from './pairbench.ts';
import { STUB_CACHE } from './resume-rig.ts';

const LIMIT_MS = 5 * 60_000;
const BIN = path.resolve('bin/pairbench.js');
const FIXTURES = path.resolve('tests/fixtures/services');
const LONG = [
  '--services',
  FIXTURES,
  '-s',
  'node-http',
  '-k',
  'node-undici',
  '-c',
  '4',
  '-d',
  '60s',
];

function start(work: string) {
  const args = [BIN, ...LONG, '--cache-dir', STUB_CACHE];
  const tool = execa(process.execPath, args, {
    cwd: work,
    reject: false,
    env: { PAIRBENCH_TEST_MODULES: path.resolve('.'), PAIRBENCH_RUNTIME: 'process' },
  });
  let seen = '';
  tool.stderr.on('data', (chunk: Buffer) => {
    seen += chunk.toString();
  });
  return {
    tool,
    isMeasuring: () => seen.includes('measure  about'),
    /** Its children that are still there. */
    left: () =>
      processesMarked('PAIRBENCH_OWNER', (owner) => owner.startsWith(`${tool.pid ?? 0}.`)),
  };
}

describe('an interrupted run', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)(
    'by %s ends its children, closes the journal and exits with %i',
    async (signal, code) => {
      const work = tempFolder();
      const { tool, isMeasuring, left } = start(work);
      await until('it measures', () => isMeasuring() && left().length > 0);
      tool.kill(signal);
      const { exitCode, stdout } = await tool;
      expect(exitCode).toBe(code);
      expect(left()).toEqual([]);
      const { journal, folder } = findRun(path.join(work, 'results'), null);
      const { entries } = readJournal(journal);
      expect(entries.at(-1)).toMatchObject({ type: 'run-finished', status: 'interrupted' });
      expect(stdout).toContain('interrupted');
      const made = EXPORTS.flatMap(({ file }) => file ?? []);
      expect(readdirSync(folder).sort()).toEqual([...made, 'journal.ndjson', 'logs'].sort());
    },
    LIMIT_MS,
  );

  it(
    'by a second signal ends everything at once, and closes the journal',
    async () => {
      const work = tempFolder();
      const { tool, isMeasuring, left } = start(work);
      await until('it measures', () => isMeasuring() && left().length > 0);
      tool.kill('SIGINT');
      tool.kill('SIGINT');
      expect((await tool).exitCode).toBe(130);
      expect(left()).toEqual([]);
      const { entries } = readJournal(findRun(path.join(work, 'results'), null).journal);
      expect(entries.at(-1)).toMatchObject({ type: 'run-finished', status: 'interrupted' });
    },
    LIMIT_MS,
  );

  it(
    'by SIGKILL leaves no process, and a journal that can be reported',
    async () => {
      const work = tempFolder();
      const { tool, isMeasuring, left } = start(work);
      await until('it measures', () => isMeasuring() && left().length > 0);
      tool.kill('SIGKILL');
      await tool;
      await until('its children are gone', () => left().length === 0);
      const report = await pairbench(['report', '--json'], work);
      expect(report.exitCode).toBe(0);
      expect(JSON.parse(report.stdout)).toMatchObject({ status: 'incomplete' });
    },
    LIMIT_MS,
  );
});
