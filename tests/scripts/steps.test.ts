import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { execa } from 'execa';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';

const STEPS = path.resolve('scripts/testing/steps.js');
const JEST = path.resolve('scripts/testing/jest.js');

/** Runs these lines where Jest finds these test files; what is printed at the very end. */
async function endOf(lines: string, tests: Readonly<Record<string, string>> = {}) {
  const folder = tempFolder();
  mkdirSync(path.join(folder, '.pairbench'));
  symlinkSync(path.resolve('node_modules'), path.join(folder, 'node_modules'));
  writeInto(folder, 'package.json', '{"type": "commonjs", "jest": {}}');
  for (const [name, text] of Object.entries(tests)) writeInto(folder, `${name}.test.js`, text);
  const program =
    `import { run, runTwoAtATime, tellAll } from '${STEPS}';\n` +
    `import { jest } from '${JEST}';\n${lines}\ntellAll();\n`;
  writeInto(folder, 'steps.mjs', program);
  const ended = await execa(process.execPath, ['steps.mjs'], { cwd: folder, reject: false });
  return { exitCode: ended.exitCode, end: ended.stdout.split('\n').at(-1), all: ended.stdout };
}

const PASSES = "test('one', () => {}); test.skip('two', () => {});";
const FAILS = "test('three', () => { throw new Error('wrong'); });";
/** One that the machine disturbs the first time; the file that it leaves is how it knows. */
const ONCE =
  "test('four', () => {}); test('five', () => { const fs = require('node:fs');" +
  "if (!fs.existsSync('seen')) { fs.writeFileSync('seen', ''); throw new Error('busy'); } });";

test('a file of tests that fails is run once more and alone, and only this counts', async () => {
  const { exitCode, end, all } = await endOf("await run(jest('some', []));", {
    a: PASSES,
    b: ONCE,
  });
  expect([exitCode, end]).toEqual([0, '3 passed, 0 failed, 1 skipped']);
  expect(all).toContain('\n=== some: FAILED');
  expect(all).toContain('\n=== some, once more and alone: ok');
  expect(all).toContain('\nfailed, and passed once more and alone: some\n');
});

test('one that fails again has failed', async () => {
  const { exitCode, end, all } = await endOf("await run(jest('some', []));", {
    a: PASSES,
    b: ONCE,
    c: FAILS,
  });
  expect([exitCode, end]).toEqual([1, '3 passed, 1 failed, 1 skipped']);
  expect(all).not.toContain('passed once more');
});

test('many that fail are no disturbance: they have failed at once', async () => {
  const failing = Object.fromEntries(['b', 'c', 'd', 'e'].map((name) => [name, FAILS]));
  const { exitCode, end, all } = await endOf("await run(jest('some', []));", {
    a: PASSES,
    ...failing,
  });
  expect([exitCode, end]).toEqual([1, '1 passed, 4 failed, 1 skipped']);
  expect(all).not.toContain('once more');
});

test('a step without a report is one test, run again where it says so', async () => {
  const lines = `
    const fails = { command: ['false'] };
    await runTwoAtATime([
      { ...fails, title: 'a', again: () => ({ title: 'a again', command: ['true'] }) },
      { ...fails, title: 'b', again: () => ({ ...fails, title: 'b again' }) },
      { ...fails, title: 'c' },
      { title: 'd', command: ['true'] },
    ]);`;
  const { exitCode, end, all } = await endOf(lines);
  expect([exitCode, end]).toEqual([1, '2 passed, 2 failed, 0 skipped']);
  expect(all).toContain('\nfailed, and passed once more and alone: a\n');
});

test('a run of Jest that tells nothing has failed', async () => {
  const { exitCode, end } = await endOf("await run(jest('some', ['--no-such-option']));");
  expect([exitCode, end]).toEqual([1, '0 passed, 1 failed, 0 skipped']);
});
