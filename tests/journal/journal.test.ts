import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { Journal } from '../../src/journal/journal.ts';
import { readJournal } from '../../src/journal/read-journal.ts';
import { faultOf } from '../helpers/fault.ts';
import { mountDisk, remountDisk, testWithDisk } from '../helpers/small-disk.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';

const notice = (message: string): JournalEntry => ({ type: 'notice', message });
const KILOBYTE = 'x'.repeat(1024);

function journalOf(...messages: string[]): string {
  const journal = Journal.create(path.join(tempFolder(), 'journal.ndjson'));
  for (const message of messages) journal.append(notice(message));
  journal.close();
  return journal.file;
}

describe('a journal', () => {
  test('has an entry on the disk before anybody hears of it', () => {
    const file = path.join(tempFolder(), 'journal.ndjson');
    const journal = Journal.create(file);
    const seen: number[] = [];
    journal.listen((entry) => {
      expect(readJournal(file).entries.at(-1)).toEqual(entry);
      seen.push(statSync(file).size);
    });
    journal.append(notice('one'));
    journal.append(notice('two'));
    journal.close();
    expect(seen).toHaveLength(2);
    expect(journal.read()).toEqual([notice('one'), notice('two')]);
  });

  test('is never written over', async () => {
    const file = journalOf('one');
    const fault = await faultOf(() => Journal.create(file));
    expect(fault.message).toMatch(/journal\.ndjson: cannot be written: .*EEXIST/);
    expect(readJournal(file).entries).toEqual([notice('one')]);
  });

  test('cannot be made where there is no folder', async () => {
    const file = path.join(tempFolder(), 'none', 'journal.ndjson');
    const fault = await faultOf(() => Journal.create(file));
    expect(fault).toMatchObject({ exitCode: 2, hint: 'choose another --output' });
  });

  test('takes nothing more once it is closed, and may be closed twice', () => {
    const journal = Journal.create(path.join(tempFolder(), 'journal.ndjson'));
    journal.close();
    journal.close();
    expect(() => {
      journal.append(notice('late'));
    }).toThrow('the journal is closed, "notice" comes too late');
  });
});

describe('a journal that is opened again', () => {
  test('goes on with the next number', () => {
    const file = journalOf('one', 'two');
    const journal = Journal.reopen(file);
    journal.append(notice('three'));
    journal.close();
    expect(journal.read()).toEqual(['one', 'two', 'three'].map(notice));
    expect(readJournal(file).entries).toEqual(journal.read());
    expect(existsSync(`${file}.torn`)).toBe(false);
  });

  test('sets a torn end aside, and starts on a fresh line', () => {
    const file = journalOf('one', 'two');
    const whole = readFileSync(file);
    writeInto(path.dirname(file), path.basename(file), whole.subarray(0, -17));
    const journal = Journal.reopen(file);
    journal.append(notice('again'));
    journal.close();
    expect(readJournal(file)).toMatchObject({
      entries: [notice('one'), notice('again')],
      torn: Buffer.alloc(0),
    });
    const secondLine = whole.subarray(whole.indexOf('\n') + 1);
    expect(readFileSync(`${file}.torn`)).toEqual(secondLine.subarray(0, -17));
  });

  test('keeps every torn end that it has had', () => {
    const file = journalOf('one');
    for (const torn of ['{"seq":2', '{"se']) {
      writeInto(path.dirname(file), path.basename(file), readFileSync(file, 'utf8') + torn);
      Journal.reopen(file).close();
    }
    expect(readFileSync(`${file}.torn`, 'utf8')).toBe('{"seq":2{"se');
    expect(readJournal(file).entries).toEqual([notice('one')]);
  });

  test('is refused when it is damaged, and left as it is', async () => {
    const file = journalOf('one', 'two');
    const damaged = readFileSync(file, 'utf8').replace('one', 'won!');
    writeInto(path.dirname(file), path.basename(file), damaged);
    expect((await faultOf(() => Journal.reopen(file))).message).toMatch(/journal\.ndjson:1: /);
    expect(readFileSync(file, 'utf8')).toBe(damaged);
  });
});

describe('a journal that cannot be opened again', () => {
  testWithDisk('because its disk cannot be written is one fault, and stays as it is', async () => {
    const disk = mountDisk('size=64k');
    const file = writeInto(disk, 'journal.ndjson', readFileSync(journalOf('one', 'two')));
    remountDisk(disk, 'ro');
    const fault = await faultOf(() => Journal.reopen(file));
    expect(fault.message).toMatch(/journal\.ndjson: cannot be written: .*EROFS/);
    expect(fault.exitCode).toBe(2);
    expect(readJournal(file).entries).toEqual([notice('one'), notice('two')]);
  });

  testWithDisk('because there is no room for its torn end keeps that', async () => {
    const disk = mountDisk('size=8k');
    const whole = readFileSync(journalOf('one', 'two'), 'utf8');
    const file = writeInto(disk, 'journal.ndjson', `${whole}{"seq":3`);
    writeInto(disk, 'filler', KILOBYTE.repeat(4));
    const fault = await faultOf(() => Journal.reopen(file));
    expect(fault.message).toMatch(/journal\.ndjson: cannot be written: .*ENOSPC/);
    expect(fault.exitCode).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe(`${whole}{"seq":3`);
    writeInto(disk, 'filler', '');
    Journal.reopen(file).close();
    expect(readFileSync(file, 'utf8')).toBe(whole);
    expect(readFileSync(`${file}.torn`, 'utf8')).toBe('{"seq":3');
  });
});

describe('a disk that is full', () => {
  testWithDisk(
    'is one fault, the journal stays whole, and goes on once there is room',
    async () => {
      const disk = mountDisk('size=64k');
      const filler = writeInto(disk, 'filler', KILOBYTE.repeat(16));
      const journal = Journal.create(path.join(disk, 'journal.ndjson'));
      const fault = await faultOf(() => {
        for (;;) journal.append(notice(KILOBYTE.repeat(3)));
      });
      expect(fault.message).toMatch(/journal\.ndjson: cannot be written: .*ENOSPC/);
      expect(fault).toMatchObject({ exitCode: 1, hint: expect.stringMatching(/make room/) });
      const kept = readJournal(journal.file);
      expect(kept.torn).toHaveLength(0);
      expect(kept.entries.length).toBeGreaterThan(5);
      expect(kept.entries).toEqual(journal.read());

      writeInto(disk, path.basename(filler), '');
      journal.append(notice('room again'));
      journal.close();
      expect(readJournal(journal.file).entries).toEqual([...kept.entries, notice('room again')]);
    },
  );
});
