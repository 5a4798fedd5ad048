import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { bashScript } from '../../../src/commands/completion/bash.ts';
import { fishScript } from '../../../src/commands/completion/fish.ts';
import { completionOf } from '../../../src/commands/completion/words.ts';
import { zshScript } from '../../../src/commands/completion/zsh.ts';
import { findTool } from '../../../src/host/find-tool.ts';
import { OF_ONE_VERB, OPTION_NAMES, OPTIONS } from '../../../src/commands/options.ts';
import type { OptionSpec } from '../../../src/commands/options.ts';
import { VERB_NAMES } from '../../../src/commands/verbs.ts';
import { tempFolder, writeInto } from '../../helpers/temp-folder.ts';
import { pairbench } from '../../live/pairbench.ts';

const SERVICES = [
  { kind: 'server', name: 'go-gin' },
  { kind: 'server', name: 'rust-actix' },
  { kind: 'client', name: 'cpp-cpr' },
  { kind: 'client', name: 'rust-reqwest' },
] as const;
const WITH_VARIANTS = [
  ...SERVICES,
  { kind: 'server', name: 'rust-actix@no-lto' },
  { kind: 'server', name: 'rust-actix@thin-lto' },
  { kind: 'client', name: 'rust-reqwest@no-lto' },
] as const;
const COMPLETION = completionOf(SERVICES);

let work: string;

beforeEach(() => {
  work = tempFolder();
  writeInto(work, 'results/2026-run/journal.ndjson', '');
  writeInto(work, 'bash', bashScript(COMPLETION));
  writeInto(work, 'zsh', zshScript(COMPLETION));
  writeInto(work, 'fish', fishScript(COMPLETION));
});

type Complete = (words: readonly string[]) => Promise<string[]>;

/** The words as the shell has them, with the one to complete at the end. */
const inBash: Complete = async (words) => {
  const script =
    'source ./bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _pairbench; printf "%s\\n" "${COMPREPLY[@]}"';
  const { stdout } = await execa('bash', ['-c', script, '-', 'pairbench', ...words], { cwd: work });
  return stdout.split('\n').filter((line) => line !== '');
};

/** Outside of its line editor zsh has no completion: what would be offered is printed. */
const inZsh: Complete = async (words) => {
  const script = `
    compdef() { :; }
    offer() { local word; for word in "$@"; do [[ $word == \${current##*[,:]}* ]] && print -r -- $word; done }
    compadd() { while [[ $1 != -- ]]; do shift; done; shift; offer "$@"; }
    _describe() { local word; for word in "\${(@P)2}"; do offer "\${word%%:*}"; done }
    _files() { print FILES; }
    compset() { [[ $current == \${~2}* ]]; }
    source ./zsh
    words=("$@"); CURRENT=$#; _pairbench; true`;
  const { stdout } = await execa('zsh', ['-f', '-c', script, '-', 'pairbench', ...words], {
    cwd: work,
  });
  return stdout.split('\n').filter((line) => line !== '');
};

const inFish: Complete = async (words) => {
  const line = ['pairbench', ...words].join(' ');
  const { stdout } = await execa(
    'fish',
    ['--no-config', '-c', 'source ./fish; complete -C $argv', line],
    {
      cwd: work,
      env: { HOME: work },
    },
  );
  // A description follows behind a tab.
  return stdout.split('\n').flatMap((one) => (one === '' ? [] : [one.split('\t')[0] ?? '']));
};

const SHELLS = [
  { shell: 'bash', complete: inBash },
  { shell: 'zsh', complete: inZsh },
  { shell: 'fish', complete: inFish },
];

describe.each(SHELLS)('in $shell', ({ shell, complete }) => {
  const testThere = findTool(shell) === null ? test.skip : test;

  testThere.each<[string[], string[]]>([
    [['rep'], ['report']],
    [['co'], ['compare', 'completion']],
    [['--thresh'], ['--threshold']],
    [['report', '--thr'], ['--threshold']],
    [['-q', 'list', '--thr'], []],
    [['clean', '--bui'], ['--builds']],
    [['--bui'], []],
    [['--no-keep'], ['--no-keep-alive']],
    [['--profile', 'st'], ['standard']],
    [['--runtime', 'd'], ['docker']],
    [['-s', 'go'], ['go-gin']],
    [['-k', 'r'], ['rust-reqwest']],
    [['single', 'ru'], shell === 'fish' ? ['rust-actix', 'rust-reqwest'] : ['rust-actix']],
    [
      ['build', 'r'],
      ['rust-actix', 'rust-reqwest'],
    ],
    [['completion', 'f'], ['fish']],
    [['report', '2026'], ['2026-run']],
    [['--baseline', '2026'], ['2026-run']],
    [['--label', 'x'], []],
  ])('%j is completed', async (words, expected) => {
    const found = await complete(words);
    expect(found.filter((word) => word !== 'FILES').sort()).toEqual(expected);
  });

  testThere('a list goes on behind its comma', async () => {
    const [found] = await complete(['-s', 'go-gin,ru']);
    expect(found?.replace(/^go-gin,/, '')).toBe('rust-actix');
  });

  testThere('verbs, and flags of a run without one, are all there', async () => {
    expect((await complete([''])).sort()).toEqual(expect.arrayContaining([...VERB_NAMES].sort()));
    const flags = await complete(['--']);
    for (const name of OPTION_NAMES.filter((one) => !OF_ONE_VERB.includes(one))) {
      expect(flags).toContain(`--${name}`);
      const { kind }: OptionSpec = OPTIONS[name];
      expect(flags.includes(`--no-${name}`)).toBe(kind === 'switch');
    }
  });
});

describe.each(SHELLS)('variants in $shell', ({ shell, complete }) => {
  const testThere = findTool(shell) === null ? test.skip : test;

  testThere.each<[string[], string[]]>([
    [
      ['-s', 'rust-a'],
      ['rust-actix', 'rust-actix@no-lto', 'rust-actix@thin-lto'],
    ],
    [['-k', 'rust-reqwest@'], ['rust-reqwest@no-lto']],
    [
      ['--by', ''],
      ['no-lto', 'thin-lto'],
    ],
    [['--variants', 'a'], ['all']],
    [['vary', '--by'], ['--by']],
  ])('%j is completed', async (words, expected) => {
    const completion = completionOf(WITH_VARIANTS);
    writeInto(work, 'bash', bashScript(completion));
    writeInto(work, 'zsh', zshScript(completion));
    writeInto(work, 'fish', fishScript(completion));
    // Those of "vary", but for the flag that it is about.
    const found = await complete(words[0] === '--by' ? ['vary', ...words] : words);
    expect(found.sort()).toEqual(expected);
  });
});

test.each<[string[], string[]]>([
  [
    ['-s', 'rust-actix', '@'],
    ['no-lto', 'thin-lto'],
  ],
  [['-s', 'rust-actix', '@', 't'], ['thin-lto']],
  [['-s', 'go-gin,rust-actix', '@', 't'], ['thin-lto']],
  [['--pairs', 'rust-actix', '@', 'no-lto', ':', 'rust-reqwest', '@', 'n'], ['no-lto']],
  [['-s', 'rust-actix', '@', 'no-lto,go'], ['no-lto,go-gin']],
  [['single', 'rust-actix', '@', 'no-lto', 'cpp'], ['cpp-cpr']],
])('in bash, which takes @ for a word: %j', async (words, expected) => {
  writeInto(work, 'bash', bashScript(completionOf(WITH_VARIANTS)));
  expect(await inBash(words)).toEqual(expected);
});

describe('in bash, which takes = and : for words', () => {
  test.each<[string[], string[]]>([
    [['--servers', '=', 'go'], ['go-gin']],
    [
      ['--profile', '='],
      ['quick', 'standard', 'rigorous', 'guide'],
    ],
    [['--pairs', 'go'], ['go-gin']],
    [
      ['--pairs', 'go-gin', ':'],
      ['cpp-cpr', 'rust-reqwest'],
    ],
    [['--pairs', 'go-gin', ':', 'cpp'], ['cpp-cpr']],
  ])('%j', async (words, expected) => {
    expect(await inBash(words)).toEqual(expected);
  });
});

describe('the verb', () => {
  test('prints the script with the services that are there', async () => {
    const { exitCode, stdout, stderr } = await pairbench(['completion', 'bash'], work);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain("servers='go-gin ");
    const others = ['--services', path.resolve('tests/fixtures/services')];
    expect((await pairbench(['completion', 'zsh', ...others], work)).stdout).toContain(
      'stub-server',
    );
  });

  test('knows three shells', async () => {
    const { exitCode, stderr } = await pairbench(['completion', 'ksh'], work);
    expect([exitCode, stderr]).toEqual([
      2,
      'pairbench: completion: "ksh" is no shell that is known\n  choose bash, zsh, fish\n',
    ]);
    expect((await pairbench(['completion'], work)).stderr).toBe(
      'pairbench: completion needs the name of a shell\n  choose bash, zsh, fish\n',
    );
  });
});
