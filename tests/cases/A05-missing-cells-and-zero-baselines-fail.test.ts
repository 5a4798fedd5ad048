import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { formatLine } from '../../src/journal/line-format.ts';
import { silence } from '../analyse/measured.ts';
import { type Differing, journalWith } from '../analyse/versus/versus-fixture.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';
import { pairbench } from '../live/pairbench.ts';

const FORMS = ['html', 'markdown', 'csv', 'junit'];
const NO_NUMBER = /\b(NaN|Infinity|undefined)\b/;

let work: string;

beforeEach(() => {
  work = tempFolder();
});

function addRun(id: string, differing: Differing = {}): void {
  const lines = journalWith({ id, ...differing }).map((entry, index) =>
    formatLine(index + 1, entry),
  );
  writeInto(work, `results/${id}/journal.ndjson`, lines.join(''));
}

/** On the terminal; every other form is looked through too. */
async function compare(base: string, run: string) {
  const exports = FORMS.flatMap((form) => [`--export-${form}`, `out.${form}`]);
  const args = ['compare', base, run, '--fail-if-slower', '5%', '--json', 'out.json'];
  const { exitCode, stdout } = await pairbench([...args, ...exports], work);
  const files = [...FORMS, 'json'].map((form) =>
    readFileSync(path.join(work, `out.${form}`), 'utf8').replaceAll(
      /<(script|style)[^]*?<\/\1>/g,
      '',
    ),
  );
  for (const text of [stdout, ...files]) expect(text).not.toMatch(NO_NUMBER);
  return { exitCode, words: stdout.replaceAll(/\s+/g, ' ') };
}

type Measured = Parameters<NonNullable<Differing['change']>>[0];
const isPair = ({ server, client }: Measured, name: string): boolean =>
  `${server}:${client}` === name;

describe('a comparison with --fail-if-slower', () => {
  it('fails for a pair that is gone and for errors where there were none; the other way round one is new', async () => {
    addRun('A');
    addRun('B', {
      has: ({ server, client }) => server !== 'go-gin' || client !== 'cpp-cpr',
      change: (cell) => {
        if (
          isPair(cell, 'rust-actix:python-aiohttp') &&
          cell.pass === 'throughput' &&
          cell.round === 1
        )
          cell.window.client_run.result.errors = { reset: 40 };
      },
    });
    const { exitCode, words } = await compare('A', 'B');
    expect(exitCode).toBe(5);
    expect(words).toContain('✗ fail go-gin:cpp-cpr at most 5 % slower: missing');
    expect(words).toContain('✗ fail rust-actix:python-aiohttp at most 5 % slower: more errors: 0');
    const swapped = await compare('B', 'A');
    expect(swapped.exitCode).toBe(0);
    expect(swapped.words).toContain('+ new go-gin:cpp-cpr');
  });

  it('fails for a pair that has no success any more; a base without success is no regression', async () => {
    addRun('A');
    addRun('B', {
      change: (cell) => {
        if (isPair(cell, 'go-gin:cpp-cpr')) silence(cell.window);
      },
    });
    const { exitCode, words } = await compare('A', 'B');
    expect(exitCode).toBe(5);
    expect(words).toMatch(/✗ fail go-gin:cpp-cpr at most 5 % slower: missing/);
    const swapped = await compare('B', 'A');
    expect(swapped.exitCode).toBe(0);
    expect(swapped.words).toContain('+ new go-gin:cpp-cpr');
  });

  it('has no data, and so fails, where nothing is in both runs', async () => {
    addRun('A', { has: ({ server }) => server === 'go-gin' });
    addRun('B', { has: ({ server }) => server === 'rust-actix' });
    expect((await compare('A', 'B')).exitCode).toBe(5);
  });
});
