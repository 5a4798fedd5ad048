/** What has changed since a run was cut off is named, and nothing old is shown as new. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RunStarted } from '../../src/journal/entries.ts';
import { journalEntrySchema } from '../../src/journal/entries.ts';
import { formatLine } from '../../src/journal/line-format.ts';
import { ONE } from '../live/resume-rig.ts';
import { caseFolder, LIMIT_MS, writeInto } from './case-rig.ts';
import type { CaseFolder } from './case-rig.ts';

let journal: string;

beforeAll(async () => {
  const work = caseFolder();
  const { exitCode } = await work.run(...ONE);
  expect(exitCode).toBe(0);
  const lines = readFileSync(work.journal(), 'utf8').split(/(?<=\n)/);
  const end = lines.findIndex((line) => line.includes('"type":"round-finished"'));
  journal = lines.slice(0, end + 1).join(''); // killed after its first round
}, LIMIT_MS);

/** The same services, and that run, whose beginning may have been another. */
function cutOff(change: (started: RunStarted) => RunStarted = (started) => started): CaseFolder {
  const work = caseFolder();
  const [first = '', ...rest] = journal.split(/(?<=\n)/);
  const started = journalEntrySchema.parse((JSON.parse(first) as { entry: unknown }).entry);
  if (started.type !== 'run-started') throw new Error('the journal does not begin');
  const text = [formatLine(1, change(started)), ...rest].join('');
  writeInto(work.results, `${started.run_id}/journal.ndjson`, text);
  writeInto(work.results, `${started.run_id}/logs/none.log`, '');
  return work;
}

function edit(work: CaseFolder, file: string, part: string, text: string): void {
  const full = path.join(work.services, file);
  const before = readFileSync(full, 'utf8');
  expect(before).toContain(part);
  writeFileSync(full, before.replace(part, text));
}

async function expectRefused(work: CaseFolder, sentence: RegExp): Promise<void> {
  const before = readFileSync(work.journal());
  const { exitCode, stdout, stderr } = await work.run('--resume');
  expect(stderr).toMatch(sentence);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(readFileSync(work.journal()).equals(before)).toBe(true);
}

const SERVER = 'servers/stub-server';

describe('a run that was cut off goes on', () => {
  it(
    'when nothing has changed, with its first round',
    async () => {
      const { exitCode, stderr } = await cutOff().run('--resume');
      expect(stderr).toContain('resume   rounds kept: 1\n');
      expect(exitCode).toBe(0);
    },
    LIMIT_MS,
  );

  it.each([
    ['a line of the server', `${SERVER}/main.mjs`, "'told to'", "'told  to'", 'stub-server'],
    ['the build', `${SERVER}/service.yaml`, '[sh, build.sh]', '[sh, -e, build.sh]', 'stub-server'],
    [
      'a flag at its start',
      `${SERVER}/service.yaml`,
      "main.mjs'] #",
      "main.mjs', --slow, '0'] #",
      'stub-server',
    ],
    [
      'a variable at its start',
      `${SERVER}/service.yaml`,
      'start:\n',
      "start:\n  env: { STUB_SLOW: '0' }\n",
      'stub-server',
    ],
  ])(
    'never after a change of %s, which is named',
    async (_, file, part, text, service) => {
      const work = cutOff();
      edit(work, file, part, text);
      await expectRefused(
        work,
        new RegExp(`: ${service}: its sources, build or tools have changed\\n`),
      );
    },
    LIMIT_MS,
  );

  it(
    'never on another kernel or CPU, or by another version: all three are named',
    async () => {
      const work = cutOff((run) => ({
        ...run,
        tool_version: '0.0.1',
        host: { ...run.host, kernel: '4.4.0', cpu_model: 'i386' },
      }));
      await expectRefused(
        work,
        /tool_version: "0\.0\.1" then, .*host\.kernel: "4\.4\.0" then, .*host\.cpu_model: "i386" then, /,
      );
    },
    LIMIT_MS,
  );
});
