import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UserError } from '../../src/host/user-error.ts';
import { factsOf, isLoadOnly, readManifest } from '../../src/plan/manifest.ts';
import type { Manifest } from '../../src/plan/manifest-schema.ts';
import type { ServiceKind } from '../../src/plan/service-key.ts';
import { faultOf } from '../helpers/fault.ts';
import { stubService } from '../helpers/service-folder.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';

const GOOD = `title: Gin
language: go
library: gin
tags: [default]
requires:
  - tool: go
    version: ">=1.25"
    apt: golang-go
build:
  command: [sh, build.sh]
  inputs: ["*.go", go.mod]
start:
  command: ["{out}/go-gin"]
versions:
  command: ["{out}/go-gin", "--versions"]
`;

function read(text: string | Buffer, kind: ServiceKind = 'server'): Manifest {
  const folder = tempFolder();
  writeInto(folder, 'service.yaml', text);
  return readManifest(folder, `${kind}s/go-gin`, kind);
}

async function faultIn(text: string): Promise<string> {
  const { message, exitCode } = await faultOf(() => read(text));
  expect(exitCode).toBe(2);
  expect(message).not.toContain('\n');
  return message;
}

describe('a manifest', () => {
  test('is read, with what may be left out filled in', () => {
    const manifest = read(GOOD.replace('tags: [default]\n', ''));
    expect(manifest).toMatchObject({ title: 'Gin', tags: [], start: { env: {} } });
    expect(manifest.requires).toEqual([{ tool: 'go', version: '>=1.25', apt: 'golang-go' }]);
  });

  test('gives the facts of its service', () => {
    const service = stubService({ kind: 'client', name: 'sh-curl' });
    expect(factsOf(service)).toEqual({
      name: 'sh-curl',
      kind: 'client',
      load_only: false,
      title: 'Stub',
      language: 'sh',
      library: 'none',
      external: null,
    });
  });
});

describe('a load-only client', () => {
  const LOAD_ONLY = `kind: load-only\n${GOOD}`;

  test('says so in its manifest, and in its facts', () => {
    expect(read(LOAD_ONLY, 'client').kind).toBe('load-only');
    const service = stubService({ kind: 'client', manifest: { kind: 'load-only' } });
    expect(isLoadOnly(service)).toBe(true);
    expect(factsOf(service)).toMatchObject({ kind: 'client', load_only: true });
    expect(isLoadOnly(stubService({ kind: 'client' }))).toBe(false);
  });

  test('is no server', async () => {
    expect(await faultIn(LOAD_ONLY)).toBe(
      'servers/go-gin/service.yaml:1:7: "kind": only a client can be load-only',
    );
  });
});

describe('a fault in a manifest is told with its place', () => {
  test.each([
    [
      'a kind that is none',
      `kind: client\n${GOOD}`,
      /yaml:1:7: "kind": Invalid input: expected "load-only"$/,
    ],
    [
      'an unknown key',
      GOOD.replace('tags:', 'tag:'),
      /^servers\/go-gin\/service\.yaml:4:1: unknown key "tag"$/,
    ],
    [
      'an unknown key within another',
      GOOD.replace('  inputs:', '  input: x\n  inputs:'),
      /yaml:11:3: unknown key "input"$/,
    ],
    [
      'a command that is one text',
      GOOD.replace('[sh, build.sh]', 'sh build.sh'),
      /yaml:10:12: "build\.command": .*expected array, received string$/,
    ],
    ['a command of no words', GOOD.replace('[sh, build.sh]', '[]'), /yaml:10:12: "build\.command"/],
    [
      'a wrong type deep inside',
      GOOD.replace('"*.go", go.mod', '"*.go", 7'),
      /yaml:11:20: "build\.inputs\.1": .*expected string, received number$/,
    ],
    ['a missing key', GOOD.replace('title: Gin\n', ''), /yaml:1:1: "title": /],
    ['a missing part', GOOD.replace(/start:\n.*\n/, ''), /yaml:1:1: "start": /],
    [
      'an input outside the folder',
      GOOD.replace('go.mod', '../../secret'),
      /yaml:11:20: "build\.inputs\.1": must lie inside the service folder$/,
    ],
    [
      'an absolute input',
      GOOD.replace('go.mod', '/etc/passwd'),
      /yaml:11:20: "build\.inputs\.1": must lie inside the service folder$/,
    ],
    [
      'a package that is none',
      GOOD.replace('golang-go', '"-y evil"'),
      /yaml:8:10: "requires\.0\.apt": must be the name of a Debian package$/,
    ],
    [
      'a requirement of two kinds',
      GOOD.replace('- tool: go', '- tool: go\n    header: go.h'),
      /yaml:6:5: "requires\.0": must name one tool, header or python_module$/,
    ],
    [
      'a version range that is none',
      GOOD.replace('">=1.25"', 'newest'),
      /yaml:7:14: "requires\.0\.version": must be a version range such as ">=1\.80"$/,
    ],
    [
      'a lower-case variable',
      GOOD.replace('versions:', '  env: {path: x}\nversions:'),
      /yaml:14:15: "start\.env\.path": /,
    ],
    ['no mapping', '- title\n', /yaml:1:1: the file: .*expected object, received array$/],
    ['an empty file', '', /yaml:1:1: the file: /],
    ['broken YAML', GOOD.replace('[default]', '[default'), /yaml:\d+:\d+: not valid YAML: /],
    ['a key given twice', `${GOOD}title: again\n`, /yaml:16:1: not valid YAML: /],
    ['two documents', `${GOOD}---\n${GOOD}`, /not valid YAML: /],
    [
      'aliases that multiply',
      `title: &a [x, x]\nb: &b [*a, *a, *a, *a]\nc: [*b, *b, *b, *b, *b]\n`,
      /yaml:\d+:\d+: not valid YAML: /,
    ],
  ])('%s', async (_, text, message) => {
    expect(await faultIn(text)).toMatch(message);
  });

  test('a file that is not there', async () => {
    const { message } = await faultOf(() => readManifest(tempFolder(), 'servers/go-gin', 'server'));
    expect(message).toMatch(/^servers\/go-gin\/service\.yaml: cannot be read: .*ENOENT/);
  });
});

describe('a manifest that would keep the parser busy, or end the process,', () => {
  test.each([
    ['has 5,000 lists, one in the other', '- '.repeat(5000), 'the line has over 1000 characters'],
    ['has 5,000 brackets', '[\n'.repeat(5000), 'brackets are nested more than 100 deep'],
    ['has 40,000 keys', 'a:\n'.repeat(40_000), 'cannot be read: it has over 65536 bytes'],
  ])('is refused: it %s', async (_, text, fault) => {
    expect(await faultIn(text)).toContain(fault);
  });

  test('is read when it has as much as one may have', async () => {
    expect(await faultIn('a: 1\n'.repeat(13_000))).toContain('not valid YAML');
    expect(await faultIn('- '.repeat(500))).toContain('expected object');
  });
});

describe('whatever the text of a manifest', () => {
  const fragments = fc.constantFrom(
    ...['title', 'build', 'command', ': ', '\n', '  ', '- ', '[', ']', '{', '}', '"', '&a', '*a'],
    ...['!!map ', '? ', '|', '\t', '%YAML 1.2', '---', '# x', '<<: ', 'null', '1e999', '\u0000'],
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fragments, { maxLength: 30 }).map((parts) => parts.join('')),
    fc.nat({ max: GOOD.length }).map((length) => GOOD.slice(0, length)),
    fc
      .tuple(fc.nat({ max: GOOD.length }), fragments)
      .map(([at, part]) => GOOD.slice(0, at) + part + GOOD.slice(at)),
  );

  test('it is read, or there is one sentence with the place', () => {
    const folder = tempFolder();
    fc.assert(
      fc.property(texts, (text) => {
        writeInto(folder, 'service.yaml', text);
        try {
          expect(readManifest(folder, 'x', 'client').title).not.toBe('');
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          expect(String(error)).toMatch(/^UserError: x\/service\.yaml:[1-9]\d*:[1-9]\d*: .+$/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
