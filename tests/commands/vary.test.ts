/** Variants on the command line: listed, chosen and refused; nothing here gets further than the plan. */
import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { writeService } from '../helpers/service-folder.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';
import { pairbench } from '../live/pairbench.ts';
import type { Outcome } from '../live/pairbench.ts';

const VARIANTS = {
  fast: { about: 'without a brake', start: { env: { A: '1' } } },
  small: { about: 'in less memory', requires: [{ tool: 'no-such-tool' }] },
};

let work: string;

beforeEach(() => {
  work = tempFolder();
  const root = path.join(work, 'services');
  const manifest = { tags: ['default'], variants: VARIANTS };
  writeService(root, { name: 'serve', manifest });
  writeService(root, { kind: 'client', name: 'ask', manifest: { tags: ['default'] } });
});

function run(...args: string[]): Promise<Outcome> {
  return pairbench(args, work, { PAIRBENCH_SERVICES: 'services', PAIRBENCH_RUNTIME: 'process' });
}

async function rows(...args: string[]): Promise<string[]> {
  const { stdout, stderr } = await run(...args, '--dry-run', '--rounds', '1', '--seed', '1');
  expect(stderr).toBe('');
  return [...stdout.matchAll(/^round 1 {2}(\S+): /gm)].map(([, name]) => name ?? '').sort();
}

test('list shows each variant below its service, and what it lacks', async () => {
  expect((await run('list')).stdout).toBe(
    [
      'servers',
      '  serve        Stub (sh)  [default]',
      '               ready',
      '  serve@fast   Stub: without a brake (sh)',
      '               ready',
      '  serve@small  Stub: in less memory (sh)',
      '               needs: no-such-tool is not installed',
      'clients',
      '  ask          Stub (sh)  [default]',
      '               ready',
      '',
    ].join('\n'),
  );
});

describe('a run', () => {
  test.each<[string[], string[]]>([
    [[], ['serve']],
    [['-s', 'serve@fast'], ['serve@fast']],
    [
      ['--variants', 'all'],
      ['serve', 'serve@fast', 'serve@small'],
    ],
    [
      ['vary', 'serve', 'ask', '--by', 'fast'],
      ['serve', 'serve@fast'],
    ],
    [
      ['vary', 'serve@small', 'ask', '--by', 'serve@fast'],
      ['serve@fast', 'serve@small'],
    ],
    [['single', 'serve@fast', 'ask'], ['serve@fast']],
  ])('of %j', async (args, servers) => {
    expect(await rows(...args)).toEqual(servers);
  });

  test('takes its variants from the file, too', async () => {
    writeInto(work, 'pairbench.yaml', 'variants: all\n');
    expect(await rows()).toHaveLength(3);
    expect(await rows('--variants', 'none')).toEqual(['serve']);
  });
});

describe('is refused with what there is', () => {
  test.each<[string[], string]>([
    [['-s', 'serve@fats'], '--servers: serve has no variant "fats"\n  did you mean serve@fast?'],
    [['--variants', 'most'], '--variants: "most" is unknown\n  choose none, all'],
    [
      ['vary', 'serve', 'ask', '--by', 'x-y-z'],
      '--by: serve and ask have no variant "x-y-z"\n  there are: serve@fast, serve@small',
    ],
    [
      ['vary', 'serve', 'ask'],
      'vary needs --by, the variants that are held against the base\n' +
        '  for example vary serve ask --by NAME; "list" shows the variants that there are',
    ],
    [
      ['build', 'ask@fast'],
      'services: ask has no variant "fast"\n  there is none; services/README.md tells how they are made',
    ],
  ])('%j', async (args, text) => {
    const { exitCode, stdout, stderr } = await run(...args);
    expect([exitCode, stdout, stderr]).toEqual([2, '', `pairbench: ${text}\n`]);
  });

  test('a manifest with a wrong variant, by its line', async () => {
    const file = 'services/servers/bad/service.yaml';
    writeService(path.join(work, 'services'), { name: 'bad' });
    writeInto(
      work,
      file,
      'title: T\nlanguage: l\nlibrary: l\nbuild: {command: [x], inputs: [x]}\nstart: {command: [x]}\n' +
        'versions: {command: [x]}\nvariants:\n  fast: {about: a, env: {A: b}}\n',
    );
    const { exitCode, stderr } = await run('list');
    expect([exitCode, stderr]).toEqual([2, `pairbench: ${file}:8:20: unknown key "env"\n`]);
  });
});

test('builds of variants are made by name, or all of them', async () => {
  const places = ['--cache-dir', 'cache'];
  const built = async (...args: string[]): Promise<string> =>
    (await run(...args, ...places)).stdout;
  expect(await built('build', 'serve@fast')).toBe('1 of 1 services are built\n');
  expect(await built('build', 'serve', '--variants', 'all')).toBe('2 of 3 services are built\n');
});
