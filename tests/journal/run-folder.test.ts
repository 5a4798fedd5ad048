import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  createRunFolder,
  findRun,
  listRuns,
  makeResultsFolder,
  newRunId,
  writeRunFile,
} from '../../src/journal/run-folder.ts';
import { faultOf } from '../helpers/fault.ts';
import { mountDisk, testWithDisk } from '../helpers/small-disk.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';

function resultsWith(...runs: string[]): string {
  const results = tempFolder();
  for (const run of runs) writeInto(results, `${run}/journal.ndjson`, '');
  return results;
}

describe('the name of a run', () => {
  test('is its time, fit for a file name', () => {
    expect(newRunId(new Date('2026-11-25T18:40:12.345Z'), '1a2b')).toBe('2026-11-25T184012Z-1a2b');
  });

  test('sorts by time', () => {
    const ids = ['2026-11-25T18:40:12Z', '2026-11-25T18:40:13Z', '2027-01-01T00:00:00Z'].map(
      (time, index) => newRunId(new Date(time), `${9 - index}`),
    );
    expect(ids).toEqual(ids.toSorted());
  });
});

describe('a new run', () => {
  test('gets its folder, and those above it if need be', () => {
    const results = path.join(tempFolder(), 'deep', 'results');
    makeResultsFolder(results);
    makeResultsFolder(results);
    const { folder, logs, journal } = createRunFolder(results, 'run-1');
    expect(folder).toBe(path.join(results, 'run-1'));
    expect(existsSync(logs)).toBe(true);
    expect(path.dirname(journal)).toBe(folder);
  });

  test('never takes the folder of another', async () => {
    const results = resultsWith('run-1');
    const { message } = await faultOf(() => createRunFolder(results, 'run-1'));
    expect(message).toMatch(/^--output: .* cannot be written: .*EEXIST/);
  });

  test('is refused below a file', async () => {
    const file = writeInto(tempFolder(), 'file', '');
    const { message, hint } = await faultOf(() => {
      makeResultsFolder(path.join(file, 'results'));
    });
    expect(message).toContain(`--output: ${file}/results cannot be written: `);
    expect(hint).toBe('choose a folder that you may write to');
  });

  testWithDisk('is refused on a disk that cannot be written', async () => {
    const disk = mountDisk('ro');
    const { message, exitCode } = await faultOf(() => createRunFolder(disk, 'run-1'));
    expect(message).toMatch(/EROFS/);
    expect(exitCode).toBe(2);
    expect(readdirSync(disk)).toEqual([]);
  });
});

describe('the result of a run', () => {
  test('replaces an earlier one', () => {
    const files = createRunFolder(tempFolder(), 'run-1');
    writeRunFile(files, 'result.json', 'first, and longer');
    writeRunFile(files, 'result.json', 'second');
    expect(readFileSync(files.result, 'utf8')).toBe('second');
    expect(readdirSync(files.folder).sort()).toEqual(['logs', 'result.json']);
  });

  testWithDisk('is written whole or not at all', async () => {
    const disk = mountDisk('size=64k');
    const files = createRunFolder(disk, 'run-1');
    writeRunFile(files, 'result.json', 'first');
    const fault = await faultOf(() => {
      writeRunFile(files, 'result.json', 'x'.repeat(100_000));
    });
    expect(fault.message).toMatch(/run-1\/result\.json: cannot be written: .*ENOSPC/);
    expect(fault.hint).toBe('the journal has everything: make room, then go on with --resume');
    expect(fault.exitCode).toBe(1);
    expect(readFileSync(files.result, 'utf8')).toBe('first');
    expect(readdirSync(files.folder).sort()).toEqual(['logs', 'result.json']);
  });
});

describe('a run is found', () => {
  const OLD = '2026-11-25T184012Z-ffff';
  const NEW = '2026-11-25T184013Z-0000';

  test('as the newest when nothing is said', () => {
    const results = resultsWith(OLD, NEW);
    writeInto(results, '2027-no-journal/result.json', '{}');
    writeInto(results, '2028.json', '{}');
    expect(findRun(results, null).folder).toBe(path.join(results, NEW));
  });

  test('by its name', () => {
    const results = resultsWith(OLD, NEW);
    expect(findRun(results, OLD).folder).toBe(path.join(results, OLD));
  });

  test('by the beginning of its name, if no other begins so', async () => {
    const results = resultsWith('2026-11-25-a', '2026-11-26-b', '2026-11-26-c');
    expect(findRun(results, '2026-11-25').folder).toBe(path.join(results, '2026-11-25-a'));
    expect(findRun(results, '2026-11-26-c').folder).toBe(path.join(results, '2026-11-26-c'));
    const { message, hint } = await faultOf(() => findRun(results, '2026-11-26'));
    expect(message).toBe(`"2026-11-26" is the beginning of 2 runs in ${results}`);
    expect(hint).toBe('write more of it: 2026-11-26-b, 2026-11-26-c');
    expect((await faultOf(() => findRun(results, ''))).message).toMatch(/^no run "" in/);
  });

  test('by its folder, however that is written', () => {
    const folder = path.join(resultsWith(OLD), OLD);
    expect(findRun(tempFolder(), folder).folder).toBe(folder);
    expect(findRun(tempFolder(), path.relative('.', folder)).folder).toBe(folder);
    expect(findRun(tempFolder(), `${folder}/`).folder).toBe(folder);
  });

  test('by the beginning of its name, if no other begins so', async () => {
    const results = resultsWith(OLD, NEW);
    expect(findRun(results, OLD.slice(0, 17)).folder).toBe(path.join(results, OLD));
    expect(await faultOf(() => findRun(results, '2026-11'))).toMatchObject({
      message: `"2026-11" is the beginning of 2 runs in ${results}`,
      hint: `write more of it: ${OLD}, ${NEW}`,
      exitCode: 2,
    });
    expect((await faultOf(() => findRun(results, ''))).message).toBe(`no run "" in ${results}`);
  });

  test('by its whole name, also if another name goes on from there', () => {
    const results = resultsWith('run', 'run-2');
    expect(findRun(results, 'run').folder).toBe(path.join(results, 'run'));
  });
});

test('runs are listed from the oldest to the newest', () => {
  const results = resultsWith('b', 'c', 'a');
  writeInto(results, '.lock', 'no run');
  expect(listRuns(results)).toEqual(['a', 'b', 'c']);
});

describe('where no run is found', () => {
  test('the names of the newest are told', async () => {
    const results = resultsWith('a', 'b', 'c', 'd', 'e', 'f');
    const { message, hint } = await faultOf(() => findRun(results, 'x'));
    expect(message).toBe(`no run "x" in ${results}`);
    expect(hint).toBe('there are: b, c, d, e, f');
  });

  test.each([
    ['an empty folder', () => tempFolder()],
    ['a folder that is not there', () => path.join(tempFolder(), 'results')],
    ['a file', () => writeInto(tempFolder(), 'results', '')],
  ])('%s is told from a wrong name', async (_, make) => {
    const results = make();
    expect((await faultOf(() => findRun(results, null))).message).toBe(
      `there is no run in ${results} yet`,
    );
    expect((await faultOf(() => findRun(results, 'x'))).hint).toBe('there are: none yet');
  });
});
