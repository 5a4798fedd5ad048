import { beforeAll, describe, expect, test } from '@jest/globals';
import { parseCommandLine } from '../../src/commands/command-line.ts';
import { COMMON, OF_ONE_VERB, OPTION_NAMES, OPTIONS } from '../../src/commands/options.ts';
import type { OptionSpec } from '../../src/commands/options.ts';
import { VERB_NAMES } from '../../src/commands/verbs.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { pairbench } from '../live/pairbench.ts';

describe('the help', () => {
  let help: string;

  beforeAll(async () => {
    const { exitCode, stdout } = await pairbench(['--help'], tempFolder());
    expect(exitCode).toBe(0);
    help = stdout;
  });

  test.each(OPTION_NAMES.filter((name) => !OF_ONE_VERB.includes(name)))('lists --%s', (name) => {
    const { alias }: OptionSpec = OPTIONS[name];
    const flags = alias === undefined ? `      --${name}` : `  -${alias}, --${name}`;
    expect(help.split('\n').some((line) => line.startsWith(`${flags} `))).toBe(true);
  });

  test('opens with three examples, all of them commands that are known', () => {
    const [, examples = ''] =
      /^Measures [^\n]*\n\nExamples:\n((?:pairbench[^\n]*\n)+)\nUsage: /.exec(help) ?? [];
    const commands = examples
      .trimEnd()
      .split('\n')
      .map((line) => line.trim().split(/ {2,}/)[0]);
    expect(commands).toHaveLength(3);
    for (const command of commands)
      expect(parseCommandLine((command ?? '').split(' ').slice(1), '1.2.3')).not.toBeNull();
  });

  test('has the flags in groups, in one order', () => {
    const heads = help.split('\n').filter((line) => /^[A-Z][a-z]+:$/.test(line));
    expect(heads).toEqual([
      ...['Examples:', 'Commands:'],
      ...['Selection:', 'Load:', 'Design:', 'Where:', 'Output:', 'Gates:', 'Control:', 'Options:'],
    ]);
  });

  test('lists the verbs and the exit codes', () => {
    for (const verb of VERB_NAMES) expect(help).toContain(`  pairbench ${verb} `);
    expect(help).toContain('Exit codes: 0 done');
    expect(help).toContain('PAIRBENCH_CONNECTIONS');
  });
});

test.each([[[]], ...VERB_NAMES.map((verb) => [[verb]])])(
  'the help of %j fits 80 columns and has the common options',
  async (words) => {
    const { exitCode, stdout, stderr } = await pairbench([...words, '-h'], tempFolder());
    expect([exitCode, stderr]).toEqual([0, '']);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    for (const name of COMMON) expect(stdout).toContain(`--${name} `);
  },
);

test('the version is that of the package', async () => {
  const { exitCode, stdout } = await pairbench(['--version'], tempFolder());
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
