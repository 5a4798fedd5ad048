import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Journal } from '../../src/journal/journal.ts';
import { readJournal } from '../../src/journal/read-journal.ts';
import { faultOf } from '../helpers/fault.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';
import { keepFolder, ONE } from '../live/resume-rig.ts';
import { caseFolder, LIMIT_MS } from './case-rig.ts';
import type { CaseFolder } from './case-rig.ts';

/** Results with one run that was killed after its first round, and its journal. */
let stored: string;
let whole: Buffer;
let lines: readonly string[];

beforeAll(async () => {
  const work = caseFolder();
  expect((await work.run(...ONE)).exitCode).toBe(0);
  const all = readFileSync(work.journal(), 'utf8').split(/(?<=\n)/);
  const end = all.findIndex((line) => line.includes('"type":"round-finished"'));
  lines = all.slice(0, end + 2);
  whole = Buffer.from(lines.join(''));
  writeFileSync(work.journal(), whole);
  stored = keepFolder(work.results);
}, LIMIT_MS);

afterAll(() => {
  rmSync(stored, { recursive: true });
});

function withJournal(content: Buffer | string): CaseFolder {
  const work = caseFolder();
  cpSync(stored, work.results, { recursive: true });
  writeFileSync(work.journal(), content);
  return work;
}

const fileOf = (content: Buffer | string): string =>
  writeInto(tempFolder(), 'journal.ndjson', Buffer.from(content));

const lastLine = (): number => Buffer.byteLength(lines.at(-1) ?? '');

describe('a journal that ends anywhere in its last line', () => {
  it('keeps all lines before, sets the rest aside, and goes on with a line of its own', () => {
    const before = whole.length - lastLine();
    for (let end = before; end < whole.length; end += 1) {
      const file = fileOf(whole.subarray(0, end));
      const journal = Journal.reopen(file);
      journal.append({ type: 'notice', message: 'goes on' });
      journal.close();
      const { entries, torn } = readJournal(file);
      expect(torn).toHaveLength(0);
      expect(entries).toHaveLength(lines.length);
      expect(entries.at(-1)).toEqual({ type: 'notice', message: 'goes on' });
      const fragment = whole.subarray(before, end);
      const aside = existsSync(`${file}.torn`) ? readFileSync(`${file}.torn`) : Buffer.alloc(0);
      expect(aside.equals(fragment)).toBe(true);
    }
  });

  it('at its line end alone, is torn all the same: the next one would be glued to it', () => {
    const file = fileOf(whole.subarray(0, -1));
    expect(readJournal(file).torn.toString()).toBe(lines.at(-1)?.trimEnd());
  });

  it('in bytes that are no text, as a crash of the machine leaves them, keeps what is before', () => {
    const file = fileOf(Buffer.concat([whole, Buffer.alloc(4096)]));
    expect(readJournal(file).entries).toHaveLength(lines.length);
    Journal.reopen(file).close();
    expect(readFileSync(file).equals(whole)).toBe(true);
  });

  it(
    'is resumed: the fragment is mentioned, complete rounds are kept, the report works',
    async () => {
      const work = withJournal(whole.subarray(0, -17));
      const report = await work.run('report');
      expect(report.exitCode).toBe(0);
      expect(report.stderr).toMatch(/note: the last \d+ bytes of \S+ are half a line/);
      const { exitCode, stderr } = await work.run('--resume');
      expect(exitCode).toBe(0);
      expect(stderr).toContain('resume   rounds kept: 1\n');
      expect(stderr).toContain(`the journal ended in half a line: ${lastLine() - 17} bytes`);
      expect((await work.run('report')).exitCode).toBe(0);
      expect(readFileSync(`${work.journal()}.torn`)).toHaveLength(lastLine() - 17);
    },
    LIMIT_MS,
  );
});

describe('a journal that is damaged elsewhere is refused by the number of the line', () => {
  const damages: [string, (all: string[]) => string[], number][] = [
    [
      'two lines glued together',
      (all) => [`${all[0]?.trimEnd() ?? ''}${all[1] ?? ''}`, ...all.slice(2)],
      1,
    ],
    ['a line that comes twice', (all) => [...all.slice(0, 3), ...all.slice(2)], 4],
    ['a line that is gone', (all) => [...all.slice(0, 2), ...all.slice(3)], 3],
    [
      'two lines that were swapped',
      (all) => [all[0] ?? '', all[2] ?? '', all[1] ?? '', ...all.slice(3)],
      2,
    ],
    [
      'half a line that ends',
      (all) => [all[0] ?? '', `${all[1]?.slice(0, 40) ?? ''}\n`, ...all.slice(2)],
      2,
    ],
    ['an empty line', (all) => [all[0] ?? '', '\n', ...all.slice(1)], 2],
    ['a last line that is half but ended', (all) => [...all.slice(0, -1), '{"seq":\n'], -1],
    ['another line end', (all) => all.map((line) => line.replace('\n', '\r\n')), 1],
    ['a byte order mark', (all) => [`\uFEFF${all[0] ?? ''}`, ...all.slice(1)], 1],
    [
      'a figure that was changed',
      (all) => all.map((line) => line.replace('"round":1', '"round":11')),
      0,
    ],
  ];

  it.each(damages)('%s', async (_, damage, number) => {
    const damaged = damage([...lines]);
    const first = damaged.findIndex((line, index) => line !== lines[index]) + 1;
    const expected = number > 0 ? number : first;
    const file = fileOf(damaged.join(''));
    for (const read of [() => readJournal(file), () => Journal.reopen(file)]) {
      const { message, hint, exitCode } = await faultOf(read);
      expect(message).toMatch(new RegExp(`journal\\.ndjson:${expected}: `));
      expect([exitCode, hint]).toEqual([2, expect.stringContaining('restore it')]);
    }
    expect(readFileSync(file, 'utf8')).toBe(damaged.join(''));
    expect(existsSync(`${file}.torn`)).toBe(false);
  });

  it(
    'which the command line says, with nothing written',
    async () => {
      const work = withJournal(lines.join('').replace('\n', ''));
      for (const args of [['--resume'], ['report']]) {
        const { exitCode, stderr } = await work.run(...args);
        expect(exitCode).toBe(2);
        expect(stderr).toContain('journal.ndjson:1: ');
        expect(stderr).not.toMatch(/^ {4}at /m);
      }
      expect(readFileSync(work.journal(), 'utf8')).toBe(lines.join('').replace('\n', ''));
    },
    LIMIT_MS,
  );
});
