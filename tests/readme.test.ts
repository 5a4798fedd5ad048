/** Both READMEs say the same, name all that the command line has, and lead somewhere. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseCommandLine } from '../src/commands/command-line.ts';
import { OPTION_NAMES, OPTIONS } from '../src/commands/options.ts';
import type { OptionSpec } from '../src/commands/options.ts';
import { VERB_NAMES } from '../src/commands/verbs.ts';
import { EXIT } from '../src/host/user-error.ts';
import { addressesOf, headingsOf, outlineOf, type Part } from './helpers/markdown-outline.ts';

const ENGLISH = 'README.md';
const CHINESE = 'README.zh-TW.md';
const READMES = [ENGLISH, CHINESE];

function read(file: string): string {
  return readFileSync(file, 'utf8');
}

/** Without what differs by intent: the link to each other, and to a heading in the own language. */
function shared(text: string): Part[] {
  return outlineOf(text).map((part) => ({
    ...part,
    links: part.links.filter((href) => !READMES.includes(href) && !href.startsWith('#')),
  }));
}

describe('the READMEs', () => {
  const [english, chinese] = [read(ENGLISH), read(CHINESE)];

  test('have the same commands, tables, flags, links and numbers, part by part', () => {
    const [own, other] = [shared(english), shared(chinese)];
    expect(own.length).toBeGreaterThan(5);
    expect(other).toEqual(own);
  });

  test.each([
    ['a command', (text: string) => text.replace('npm test', 'npm test\nnpm run bench')],
    ['a flag', (text: string) => `${text}\n\n\`--fast\`\n`],
    ['a heading', (text: string) => `${text}\n\n### 9\n`],
    ['a number', (text: string) => text.replace('20.19', '20.20')],
    ['a row', (text: string) => text.replace('| `rss` ', '| `x` | 1 | 2 |\n| `rss` ')],
  ])('differ as soon as one of them gains %s', (_, change) => {
    expect(change(chinese)).not.toBe(chinese);
    expect(shared(change(chinese))).not.toEqual(shared(english));
  });

  test('differ not by the words of a comment', () => {
    const changed = chinese.replace(/(npm test +# ).*/, '$1xyz');
    expect(changed).not.toBe(chinese);
    expect(shared(changed)).toEqual(shared(english));
  });

  test('lead to each other', () => {
    expect(addressesOf(english)).toContain(CHINESE);
    expect(addressesOf(chinese)).toContain(ENGLISH);
  });
});

describe.each(READMES)('%s', (file) => {
  const text = read(file);
  const parts = outlineOf(text);
  const blocks = parts.flatMap((part) => part.blocks);
  const code = [...blocks.flatMap((block) => block.split('\n')), ...parts.flatMap((p) => p.code)];

  test.each(OPTION_NAMES)('names --%s', (name) => {
    const { alias }: OptionSpec = OPTIONS[name];
    const flags = [`--${name}`, `--no-${name}`, ...(alias === undefined ? [] : [`-${alias}`])];
    const words = code.flatMap((line) => line.split(/[\s=]/));
    expect(words.some((word) => flags.includes(word))).toBe(true);
  });

  test.each(VERB_NAMES)('names the verb %s', (verb) => {
    const spoken = new RegExp(String.raw`^(?:npm run matrix -- |npm run |\S*pairbench )?${verb}\b`);
    expect(code.some((line) => spoken.test(line.replace(/^eval "\$\(/, '')))).toBe(true);
  });

  test('names every exit code once', () => {
    const [, codes = ''] = /^(?:Exit codes: |結束碼：)([^]*?)\n\n/m.exec(text) ?? [];
    const named = codes
      .split(/[;；]/)
      .flatMap((part) => /^\s*([\d,、 ]+)/.exec(part)?.[1]?.match(/\d+/g) ?? []);
    expect(named).toEqual([...new Set(named)]);
    for (const exitCode of Object.values(EXIT)) expect(named).toContain(String(exitCode));
  });

  test('has only commands that pairbench takes', () => {
    const commands = code.flatMap((line) => {
      const [, verb, words] = /^npm run (?:-s )?(?:matrix|(single)) -- (.*)$/.exec(line) ?? [];
      return words === undefined ? [] : [[...(verb === undefined ? [] : [verb]), ...split(words)]];
    });
    expect(commands.length).toBeGreaterThan(20);
    for (const words of commands)
      if (!words.includes('--help')) expect(parseCommandLine(words, '1.2.3')).not.toBeNull();
  });

  test('leads to files and headings that exist', () => {
    expect(brokenLinks(file)).toEqual([]);
  });
});

test('docs/reading-the-report.md leads to files and headings that exist', () => {
  expect(brokenLinks('docs/reading-the-report.md')).toEqual([]);
});

/** As a shell does it with these commands. */
function split(words: string): string[] {
  return [...words.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

function brokenLinks(file: string): string[] {
  const text = read(file);
  const headings = headingsOf(text).map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
      .replaceAll(' ', '-'),
  );
  return addressesOf(text).filter((address) => {
    const [target = '', heading] = address.split('#');
    return target === ''
      ? heading === undefined || !headings.includes(heading)
      : !existsSync(path.join(path.dirname(file), target));
  });
}
