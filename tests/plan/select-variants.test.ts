import { describe, expect, test } from '@jest/globals';
import type { Service } from '../../src/plan/manifest.ts';
import { selectPairs, selectServices } from '../../src/plan/select.ts';
import type { Selection, Variants } from '../../src/plan/select.ts';
import { withVariants } from '../../src/plan/variants.ts';
import { faultOf } from '../helpers/fault.ts';
import { stubService } from '../helpers/service-folder.ts';

function family(
  kind: Service['kind'],
  name: string,
  variants: readonly string[],
  manifest: Readonly<Record<string, unknown>> = {},
): Service[] {
  const changes = { about: 'another one', start: { env: { A: '1' } } };
  const all = Object.fromEntries(variants.map((variant) => [variant, changes]));
  const [language = ''] = name.split('-');
  return withVariants(
    stubService({ kind, name, manifest: { language, ...manifest, variants: all } }),
  );
}

const DEFAULT = { tags: ['default'] };
const SERVICES = [
  ...family('server', 'go-gin', ['gogc-off'], DEFAULT),
  ...family('server', 'rust-actix', ['no-lto', 'thin-lto'], DEFAULT),
  ...family('server', 'rust-hyper', ['no-lto']),
  ...family('client', 'go-nethttp', []),
  ...family('client', 'rust-reqwest', ['multi-thread'], DEFAULT),
];

const NOTHING: Selection = { servers: null, clients: null, pairs: null };

function pairs(selection: Partial<Selection>, variants?: Variants): string[] {
  return selectPairs({ ...NOTHING, ...selection }, SERVICES, variants).map(
    ({ server, client }) => `${server.name}:${client.name}`,
  );
}

function servers(words: readonly string[], variants?: Variants): string[] {
  return pairs({ servers: words, clients: ['go'] }, variants).map(
    (pair) => pair.split(':')[0] ?? '',
  );
}

describe('a variant', () => {
  test.each<[string, string[], string[]]>([
    ['its name', ['rust-actix@no-lto'], ['rust-actix@no-lto']],
    [
      'its name beside its service',
      ['rust-actix@no-lto', 'rust-actix'],
      ['rust-actix', 'rust-actix@no-lto'],
    ],
    ['a glob for all of a service', ['rust-actix@*'], ['rust-actix@no-lto', 'rust-actix@thin-lto']],
    ['a glob for its service', ['rust-*@no-lto'], ['rust-actix@no-lto', 'rust-hyper@no-lto']],
    [
      'a glob for all',
      ['*@*'],
      ['go-gin@gogc-off', 'rust-actix@no-lto', 'rust-actix@thin-lto', 'rust-hyper@no-lto'],
    ],
    ['a language, of its default service', ['rust@no-lto'], ['rust-actix@no-lto']],
    ['a tag', ['tag:default@no-lto'], ['rust-actix@no-lto']],
  ])('is chosen by %s', (_, words, expected) => {
    expect(servers(words)).toEqual(expected);
  });

  test.each([['*'], ['rust-*'], ['tag:default'], ['rust']])('is not chosen by %j', (word) => {
    expect(servers([word]).filter((name) => name.includes('@'))).toEqual([]);
  });

  test('is not chosen by default', () => {
    expect(pairs({})).toEqual(['go-gin:rust-reqwest', 'rust-actix:rust-reqwest']);
    expect(selectServices([], SERVICES).map(({ name }) => name)).toEqual([
      'go-gin',
      'rust-actix',
      'rust-reqwest',
    ]);
  });

  test('may be one side of a pair, and of either side', () => {
    expect(pairs({ pairs: ['rust-actix@*:rust-reqwest@multi-thread', 'go:go'] })).toEqual([
      'go-gin:go-nethttp',
      'rust-actix@no-lto:rust-reqwest@multi-thread',
      'rust-actix@thin-lto:rust-reqwest@multi-thread',
    ]);
  });

  test('can be named where services of both kinds are', () => {
    expect(selectServices(['*@*lto', 'rust-reqwest@multi-thread'], SERVICES)).toHaveLength(4);
  });
});

describe('--variants all', () => {
  test('adds every variant of the services that are chosen', () => {
    expect(servers(['rust-actix', 'go-gin'], 'all')).toEqual([
      ...['go-gin', 'go-gin@gogc-off'],
      ...['rust-actix', 'rust-actix@no-lto', 'rust-actix@thin-lto'],
    ]);
    expect(servers(['rust-actix'], 'none')).toEqual(['rust-actix']);
  });

  test('adds none to a variant', () => {
    expect(servers(['rust-actix@no-lto'], 'all')).toEqual(['rust-actix@no-lto']);
  });

  test('is for both sides, of default services and of pairs alike', () => {
    expect(pairs({}, 'all')).toHaveLength(5 * 2);
    expect(pairs({ pairs: ['rust-hyper:rust-reqwest'] }, 'all')).toEqual([
      'rust-hyper:rust-reqwest',
      'rust-hyper:rust-reqwest@multi-thread',
      'rust-hyper@no-lto:rust-reqwest',
      'rust-hyper@no-lto:rust-reqwest@multi-thread',
    ]);
    expect(selectServices(['go'], SERVICES, 'all').map(({ name }) => name)).toEqual([
      'go-gin',
      'go-gin@gogc-off',
    ]);
  });
});

describe('a variant that there is not', () => {
  test.each<[string, string, string]>([
    [
      'rust-actix@no-lt',
      '--servers: rust-actix has no variant "no-lt"',
      'did you mean rust-actix@no-lto?',
    ],
    [
      'rust-actix@mimalloc',
      '--servers: rust-actix has no variant "mimalloc"',
      'there are: rust-actix@no-lto, rust-actix@thin-lto',
    ],
    [
      'rust-actix@',
      '--servers: rust-actix has no variant ""',
      'there are: rust-actix@no-lto, rust-actix@thin-lto',
    ],
    [
      'rust-*@mimalloc',
      '--servers: none of rust-actix, rust-hyper has a variant "mimalloc"',
      'there are: rust-actix@no-lto, rust-actix@thin-lto, rust-hyper@no-lto',
    ],
    [
      'rust-actx@no-lto',
      '--servers: no server matches "rust-actx@no-lto"',
      'did you mean rust-actix@no-lto?',
    ],
    [
      'rust-reqwest@multi-thread',
      '--servers: no server matches "rust-reqwest@multi-thread"',
      'there are:',
    ],
    ['rust-actix@no-lto@x', '--servers: rust-actix has no variant "no-lto"', ''],
  ])('%s is refused', async (word, message, hint) => {
    const fault = await faultOf(() => servers([word]));
    expect(fault.message).toBe(message);
    expect(fault.hint).toContain(hint);
  });

  test('is said to be none where a service has none', async () => {
    const { message, hint } = await faultOf(() => pairs({ clients: ['go-nethttp@x'] }));
    expect(message).toBe('--clients: go-nethttp has no variant "x"');
    expect(hint).toBe('there is none; services/README.md tells how they are made');
  });
});
