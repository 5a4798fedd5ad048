import { afterEach, describe, expect, test } from '@jest/globals';
import { parseCommandLine } from '../../src/commands/command-line.ts';
import type { CommandLine } from '../../src/commands/command-line.ts';
import { faultOf } from '../helpers/fault.ts';

function parse(...argv: string[]): CommandLine | null {
  return parseCommandLine(argv, '1.2.3');
}

describe('the verb', () => {
  test('is run when none is given', () => {
    expect(parse()).toEqual({ verb: 'run', words: [], flags: {} });
    expect(parse('run')).toEqual({ verb: 'run', words: [], flags: {} });
    expect(parse('-c', '5')).toEqual({ verb: 'run', words: [], flags: { connections: '5' } });
  });

  test('takes its words in their order', () => {
    expect(parse('single', 'go-gin', 'cpp-cpr')).toMatchObject({
      verb: 'single',
      words: ['go-gin', 'cpp-cpr'],
    });
    expect(parse('build', 'b', 'a')).toMatchObject({ verb: 'build', words: ['b', 'a'] });
    expect(parse('doctor', 'a', '--json')).toMatchObject({
      verb: 'doctor',
      words: ['a'],
      flags: { json: '' },
    });
    expect(parse('compare', 'a', 'b', 'c', '--fail-if-slower', '5%')).toEqual({
      ...{ verb: 'compare', words: ['a', 'b', 'c'] },
      flags: { 'fail-if-slower': '5%' },
    });
    expect(parse('verify')).toMatchObject({ verb: 'verify', words: [] });
    expect(parse('report')).toMatchObject({ verb: 'report', words: [] });
    expect(parse('report', '2026-11-25T184012Z-1a2b')).toMatchObject({
      words: ['2026-11-25T184012Z-1a2b'],
    });
  });

  test('may stand behind flags', () => {
    expect(parse('-q', 'list')).toMatchObject({ verb: 'list', flags: { quiet: true } });
  });
});

describe('flags', () => {
  test('have short names', () => {
    expect(
      parse(
        '-s',
        'a',
        '-k',
        'b',
        '-c',
        '1',
        '-d',
        '2s',
        '-w',
        '0s',
        '-r',
        '5/s',
        '-o',
        'out',
        '-qv',
      )?.flags,
    ).toEqual({
      servers: 'a',
      clients: 'b',
      connections: '1',
      duration: '2s',
      warmup: '0s',
      rate: '5/s',
      output: 'out',
      quiet: true,
      verbose: true,
    });
  });

  test('may be given again', () => {
    expect(parse('-s', 'a', '-s', 'b,c', '--servers=d')?.flags).toEqual({
      servers: ['a', 'b,c', 'd'],
    });
  });

  test('are left as text, whatever they look like', () => {
    expect(parse('--label', '007', '--seed', '1e3', '-c', '-5')?.flags).toEqual({
      label: '007',
      seed: '1e3',
      connections: '-5',
    });
    expect(parse('--connections=')?.flags).toEqual({ connections: '' });
  });

  test('that are switches can be turned off', () => {
    expect(parse('--no-keep-alive', '--no-progress', '--no-color')?.flags).toEqual({
      'keep-alive': false,
      progress: false,
      color: false,
    });
    expect(parse('--keep-alive', '--dry-run')?.flags).toEqual({
      'keep-alive': true,
      'dry-run': true,
    });
    expect(parse('--quiet=false')?.flags).toEqual({ quiet: false });
  });

  test.each([
    [['--json'], ''],
    [['--json', '--quiet'], ''],
    [['--json', '-'], '-'],
    [['--json', 'result.json'], 'result.json'],
    [['--json=result.json'], 'result.json'],
    [['report', '--json'], ''],
    [['report', '--json', '-q'], ''],
  ])('--json needs no file: %j', (argv, json) => {
    expect(parse(...argv)?.flags.json).toBe(json);
  });

  test.each([
    [['--resume'], ''],
    [['--resume', '--quiet'], ''],
    [['--resume', '-c', '5'], ''],
    [['run', '--resume'], ''],
    [['single', 'a', 'b', '--resume'], ''],
    [['--resume', 'run-1', '-c', '5'], 'run-1'],
    [['--resume=results/run-1'], 'results/run-1'],
    [['-q', '--resume', 'run-1'], 'run-1'],
  ])('--resume needs no run: %j', (argv, resume) => {
    expect(parse(...argv)?.flags.resume).toBe(resume);
  });

  test('behind --resume without a run keep their values', () => {
    expect(parse('--resume', '-c', '5', '--json')?.flags).toEqual({
      resume: '',
      connections: '5',
      json: '',
    });
  });

  test('--builds belongs to clean', () => {
    expect(parse('clean', '--builds')).toEqual({
      verb: 'clean',
      words: [],
      flags: { builds: true },
    });
    expect(parse('clean')).toEqual({ verb: 'clean', words: [], flags: {} });
  });
});

describe('what is unknown is refused', () => {
  test.each([
    [['--conections', '5'], 'unknown flag --conections', 'did you mean --connections?'],
    [['--conections=5'], 'unknown flag --conections', 'did you mean --connections?'],
    [['--no-keepalive'], 'unknown flag --no-keepalive', 'did you mean --keep-alive?'],
    [['-x', '5'], 'unknown flag -x', 'see "pairbench --help"'],
    [['-qx'], 'unknown flag -x', 'see "pairbench --help"'],
    [['--xyzzy', '--quux'], 'unknown flag --xyzzy', 'see "pairbench --help"'],
    [['reprot'], 'unknown word reprot', 'did you mean report?'],
    [
      ['compare', 'a', 'b', '--rounds', '2'],
      'unknown flag --rounds',
      'see "pairbench compare --help"',
    ],
    [['run', 'go-gin'], 'unknown word go-gin', 'see "pairbench run --help"'],
    [['single', 'a', 'b', 'c'], 'unknown word c', 'see "pairbench single --help"'],
    [['report', 'a', 'b'], 'unknown word b', 'see "pairbench report --help"'],
    [
      ['verify', '--server-url', 'a=http://b'],
      'unknown flag --server-url',
      'see "pairbench verify --help"',
    ],
    [['list', '--json'], 'unknown flag --json', 'see "pairbench list --help"'],
    [['build', '--threads', '2'], 'unknown flag --threads', 'see "pairbench build --help"'],
    [['--builds'], 'unknown flag --builds', 'see "pairbench --help"'],
    [['clean', '--rounds', '2'], 'unknown flag --rounds', 'see "pairbench clean --help"'],
    [['--by', 'x'], 'unknown flag --by', 'see "pairbench --help"'],
    [['sweep', '--requests', '5'], 'unknown flag --requests', 'see "pairbench sweep --help"'],
    [['vary', 'a', 'b', '-s', 'c'], 'unknown flag -s', 'see "pairbench vary --help"'],
    [['clean', 'all'], 'unknown word all', 'see "pairbench clean --help"'],
    [['report', '--resume'], 'unknown flag --resume', 'see "pairbench report --help"'],
    [['report', '--dry-run'], 'unknown flag --dry-run', 'see "pairbench report --help"'],
  ])('%j', async (argv, message, hint) => {
    const fault = await faultOf(() => parse(...argv));
    expect(fault).toMatchObject({ message, hint, exitCode: 2 });
  });
});

test('a flag of a megabyte is unknown, and not taken apart letter by letter', async () => {
  for (const word of ['-', '--'].map((dashes) => dashes + 'a'.repeat(1_000_000))) {
    const { message } = await faultOf(() => parseCommandLine([word], '1'));
    expect(message).toMatch(/^unknown flag --?a{98,99}…$/);
  }
});

test('half a million words are refused, and overflow no stack', async () => {
  const { message } = await faultOf(() => parseCommandLine(Array(500_000).fill('--'), '1'));
  expect(message).toBe('the command line has over 10000 words');
});

test('a flag with a dot is unknown, not a part of another', async () => {
  for (const word of ['--seed.a=1', '--__proto__.polluted=1', '-s.a=1', '--json.x']) {
    const { message } = await faultOf(() => parseCommandLine([word], '1'));
    expect(message).toContain('unknown');
  }
  expect(Object.keys(Object.prototype)).toEqual([]);
});

describe('what is incomplete is refused', () => {
  test.each([
    [['-c'], '-c needs a value', 'see "pairbench --help"'],
    [['-c', '--duration', '2s'], '-c needs a value', 'see "pairbench --help"'],
    [['--output'], '--output needs a value', 'see "pairbench --help"'],
    [['run', '--seed', '-q'], '--seed needs a value', 'see "pairbench run --help"'],
  ])('%j', async (argv, message, hint) => {
    expect(await faultOf(() => parse(...argv))).toMatchObject({ message, hint, exitCode: 2 });
  });

  test.each([[['single']], [['single', 'go-gin']]])('%j', async (argv) => {
    const { message, hint } = await faultOf(() => parse(...argv));
    expect(message).toBe('single needs two words, SERVER and CLIENT');
    expect(hint).toBe('for example single go python');
  });

  test('vary without its words', async () => {
    const { message, hint } = await faultOf(() => parse('vary', 'go-gin', '--by', 'x'));
    expect(message).toBe('vary needs two words, SERVER and CLIENT');
    expect(hint).toBe('for example vary go python --by uvloop');
  });

  test.each([[['compare']], [['compare', 'base']]])('%j', async (argv) => {
    const { message, hint } = await faultOf(() => parse(...argv));
    expect(message).toBe('compare needs two words at least, BASE and RUN');
    expect(hint).toBe('ids of runs, their beginnings, or folders');
  });

  test('a switch that is neither on nor off', async () => {
    expect(await faultOf(() => parse('--quiet=maybe'))).toMatchObject({
      message: '--quiet: "maybe" is neither true nor false',
      hint: 'write --quiet or --no-quiet',
    });
  });
});

describe('in another language', () => {
  const { LC_ALL, LANG } = process.env;

  afterEach(() => {
    Object.assign(process.env, { LC_ALL: LC_ALL ?? '', LANG: LANG ?? '' });
  });

  test('faults read the same', async () => {
    Object.assign(process.env, { LC_ALL: 'de_DE.UTF-8', LANG: 'pl_PL.UTF-8' });
    const { message } = await faultOf(() => parse('--conections', '5'));
    expect(message).toBe('unknown flag --conections');
  });
});
