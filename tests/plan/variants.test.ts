import { describe, expect, test } from '@jest/globals';
import { UserError } from '../../src/host/user-error.ts';
import { discoverServices } from '../../src/plan/discover.ts';
import type { Service } from '../../src/plan/manifest.ts';
import { factsOf, parseManifest } from '../../src/plan/manifest.ts';
import { changesOf, withVariants } from '../../src/plan/variants.ts';
import { faultOf } from '../helpers/fault.ts';
import { stubService, writeService } from '../helpers/service-folder.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const about = 'another one';

function variantsOf(manifest: Readonly<Record<string, unknown>>): Service[] {
  return withVariants(stubService({ name: 'stub', manifest }));
}

/** The only variant. */
function varied(changes: object, manifest: Readonly<Record<string, unknown>> = {}): Service {
  const [, variant] = variantsOf({ ...manifest, variants: { other: { about, ...changes } } });
  if (variant === undefined) throw new Error('there is no variant');
  return variant;
}

describe('a variant', () => {
  test('stands behind its service, with a name and a title of its own and no tags', () => {
    const root = tempFolder();
    const start = { env: { A: '1' } };
    const variants = { fast: { about: 'without a brake', start }, small: { about, start } };
    writeService(root, { name: 'b', manifest: { tags: ['default', 'reference'], variants } });
    writeService(root, { name: 'c' });
    const [base, fast, ...others] = discoverServices(root);
    expect(others.map(({ name }) => name)).toEqual(['b@small', 'c']);
    expect(base?.manifest.tags).toEqual(['default', 'reference']);
    expect(fast).toMatchObject({ name: 'b@fast', kind: 'server', folder: base?.folder });
    expect(fast?.manifest).toMatchObject({ title: 'Stub: without a brake', tags: [] });
    expect(fast && factsOf(fast)).toMatchObject({ name: 'b@fast', library: 'none' });
  });

  test('replaces what it gives, and keeps the rest', () => {
    const [base, other] = variantsOf({
      variants: { other: { about, build: { command: ['make'] }, start: { env: { A: '1' } } } },
    });
    expect(other?.manifest.build.command).toEqual(['make']);
    expect(other?.manifest.build.inputs).toEqual(base?.manifest.build.inputs);
    expect(other?.manifest.start.command).toEqual(base?.manifest.start.command);
    expect(other?.manifest.start.env).toEqual({ A: '1' });
    expect(other?.manifest.versions).toEqual(base?.manifest.versions);
    expect(varied({ start: { command: ['x'] } }).manifest.start.command).toEqual(['x']);
    expect(varied({ build: { inputs: ['y'] } }).manifest.build.inputs).toEqual(['y']);
  });

  test('adds variables to those that are there, one of the same name replaces it', () => {
    const { manifest } = varied(
      { start: { env: { B: '2', C: '3' } }, build: { env: { q: '2', r: '3' } } },
      {
        start: { command: ['x'], env: { A: '1', B: '1' } },
        build: { command: ['x'], inputs: ['x'], env: { p: '1', q: '1' } },
      },
    );
    expect(manifest.start.env).toEqual({ A: '1', B: '2', C: '3' });
    expect(manifest.build.env).toEqual({ p: '1', q: '2', r: '3' });
  });

  test('adds requirements, one of the same thing replaces it', () => {
    const { manifest } = varied(
      { requires: [{ tool: 'cc', version: '>=13' }, { header: 'b.h' }, { python_module: 'c' }] },
      { requires: [{ tool: 'cc', version: '>=12' }, { tool: 'make' }, { python_module: 'd' }] },
    );
    expect(manifest.requires).toEqual([
      { tool: 'make' },
      { python_module: 'd' },
      { tool: 'cc', version: '>=13' },
      { header: 'b.h' },
      { python_module: 'c' },
    ]);
  });

  test('knows what it changes; any other service changes nothing', () => {
    const [base, other] = variantsOf({ variants: { other: { about, start: { command: ['x'] } } } });
    expect(other && changesOf(other)).toEqual({ about, start: { command: ['x'] } });
    expect(base && changesOf(base)).toBeNull();
  });
});

describe('a variant that is wrong is told with its place', () => {
  const BASE = `title: T
language: sh
library: none
build: {command: [x], inputs: [x]}
start: {command: [x]}
versions: {command: [x]}
variants:
`;
  const fault = async (text: string): Promise<string> => {
    const { message, exitCode } = await faultOf(() =>
      parseManifest(BASE + text, 'a.yaml', 'server'),
    );
    expect(exitCode).toBe(2);
    return message;
  };

  test.each<[string, string, RegExp]>([
    ['an unknown key', '  x: {about: a, env: {A: b}}\n', /^a\.yaml:8:\d+: unknown key "env"$/],
    [
      'a key that a variant cannot replace',
      '  x: {about: a, start: {command: [y]}, tags: [default]}\n',
      /^a\.yaml:8:\d+: unknown key "tags"$/,
    ],
    ['one without a word on itself', '  x: {start: {env: {A: b}}}\n', /"variants\.x\.about": /],
    [
      'one that changes nothing',
      '  x: {about: a}\n',
      /^a\.yaml:8:6: "variants\.x": must change build, start or requires$/,
    ],
    [
      'a name that is none',
      '  No_LTO: {about: a, start: {env: {A: b}}}\n',
      /"variants\.No_LTO": the name of a variant is lower-case letters and digits, joined by "-"$/,
    ],
    [
      'a command that is one text',
      '  x: {about: a, build: {command: y}}\n',
      /"variants\.x\.build\.command"/,
    ],
    [
      'an input outside',
      '  x: {about: a, build: {inputs: [../y]}}\n',
      /must lie inside the service/,
    ],
    [
      'a variable that is a number',
      '  x: {about: a, build: {env: {A: 1}}}\n',
      /"variants\.x\.build\.env\.A"/,
    ],
  ])('%s', async (_, text, expected) => {
    expect(await fault(text)).toMatch(expected);
  });

  test('of a list in place of names', async () => {
    expect(await fault('  - about: a\n')).toMatch(/^a\.yaml:8:\d+: "variants": .*expected record/);
    expect(() => parseManifest(`${BASE}  {}\n`, 'a.yaml', 'server')).not.toThrow(UserError);
  });
});
