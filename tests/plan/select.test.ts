import { describe, expect, test } from '@jest/globals';
import type { ExternalServer } from '../../src/plan/external-server.ts';
import type { Service } from '../../src/plan/manifest.ts';
import { nearest, selectPairs, selectServices } from '../../src/plan/select.ts';
import type { Selection } from '../../src/plan/select.ts';
import { faultOf } from '../helpers/fault.ts';

function service(kind: Service['kind'], name: string, library: string, tags: string[]): Service {
  const command = ['x'];
  const manifest = {
    title: name,
    language: name.split('-')[0] ?? '',
    library,
    tags,
    requires: [],
    build: { command, inputs: ['x'] },
    start: { command, env: {} },
    versions: { command },
    docker: { build_args: {}, tty: false, writable: false },
  };
  return { kind, name, folder: `/services/${kind}s/${name}`, manifest };
}

const SERVICES = [
  service('server', 'go-gin', 'gin', ['default']),
  service('server', 'rust-actix', 'actix-web', ['default', 'fast']),
  service('server', 'rust-hyper', 'hyper', ['fast']),
  service('client', 'cpp-beast', 'beast', []),
  service('client', 'cpp-cpr', 'cpr', ['default']),
  service('client', 'go-nethttp', 'net/http', []),
];

const NOTHING: Selection = { servers: null, clients: null, pairs: null };

function pairs(selection: Partial<Selection>): string[] {
  return selectPairs({ ...NOTHING, ...selection }, SERVICES).map(
    ({ server, client }) => `${server.name}:${client.name}`,
  );
}

function servers(...words: string[]): string[] {
  return pairs({ servers: words }).map((pair) => pair.split(':')[0] ?? '');
}

describe('the servers of a run', () => {
  test('are those tagged default when nothing is said', () => {
    expect(pairs({})).toEqual(['go-gin:cpp-cpr', 'rust-actix:cpp-cpr']);
  });

  test.each([
    ['a name', ['rust-hyper'], ['rust-hyper']],
    ['a glob', ['rust-*'], ['rust-actix', 'rust-hyper']],
    ['a glob for one letter', ['go-gi?'], ['go-gin']],
    ['a glob for all', ['*'], ['go-gin', 'rust-actix', 'rust-hyper']],
    ['a tag', ['tag:fast'], ['rust-actix', 'rust-hyper']],
    ['a language, its default service', ['rust'], ['rust-actix']],
    ['a library', ['hyper'], ['rust-hyper']],
  ])('can be chosen by %s', (_, words, names) => {
    expect(servers(...words)).toEqual(names);
  });

  test('are measured once each, in their own order', () => {
    expect(servers('rust-hyper', 'go', 'rust-*', 'go-gin')).toEqual([
      'go-gin',
      'rust-actix',
      'rust-hyper',
    ]);
  });

  test('are no clients', async () => {
    const { message } = await faultOf(() => servers('cpp-cpr'));
    expect(message).toBe('--servers: no server matches "cpp-cpr"');
  });

  test('a name is no regular expression', async () => {
    for (const word of ['go.gin', 'go-gin|x', '(', '[a-z]*', '^go-gin$', 'tag:', 'tag:none', ''])
      expect((await faultOf(() => servers(word))).message).toBe(
        `--servers: no server matches "${word}"`,
      );
  });
});

describe('a language without a default service', () => {
  test('stands for all of its services', () => {
    expect(pairs({ servers: ['go'], clients: ['go'] })).toEqual(['go-gin:go-nethttp']);
  });
});

describe('an unknown word', () => {
  test('is refused with the name that is meant', async () => {
    const { message, hint } = await faultOf(() => pairs({ clients: ['cpp-crp'] }));
    expect(message).toBe('--clients: no client matches "cpp-crp"');
    expect(hint).toBe('did you mean cpp-cpr?');
  });

  test('is refused with all names when it is like none', async () => {
    const { hint } = await faultOf(() => servers('something-else'));
    expect(hint).toBe('there are: go-gin, rust-actix, rust-hyper');
  });
});

describe('--pairs', () => {
  test('replaces the other choices, by server, then by client', () => {
    expect(
      pairs({ servers: ['go'], pairs: ['rust-hyper:cpp-cpr', 'go-gin:cpp-*', 'go:cpp-cpr'] }),
    ).toEqual(['go-gin:cpp-beast', 'go-gin:cpp-cpr', 'rust-hyper:cpp-cpr']);
  });

  test.each(['go-gin', 'go-gin:', ':cpp-cpr', 'a:b:c', ''])('refuses %j', async (word) => {
    const { message, hint } = await faultOf(() => pairs({ pairs: [word] }));
    expect(message).toBe(`--pairs: "${word}" is not SERVER:CLIENT`);
    expect(hint).toBe('for example go-gin:cpp-cpr');
  });

  test('refuses the two sides the other way round', async () => {
    const { message } = await faultOf(() => pairs({ pairs: ['cpp-cpr:go-gin'] }));
    expect(message).toBe('--pairs: no server matches "cpp-cpr"');
  });
});

test('where nothing is tagged default, there is nothing to measure by default', async () => {
  const untagged = SERVICES.filter(({ name }) => name !== 'cpp-cpr');
  const { message, hint } = await faultOf(() => selectPairs(NOTHING, untagged));
  expect(message).toBe('no client is tagged "default"');
  expect(hint).toBe('choose with --servers and --clients');
});

describe('a server that already runs', () => {
  const mine: ExternalServer = {
    name: 'mine',
    kind: 'server',
    url: 'http://127.0.0.1:8000',
    process: null,
  };
  const chosen = (selection: Partial<Selection>): string[] =>
    selectPairs({ ...NOTHING, ...selection }, [...SERVICES, mine]).map(
      ({ server, client }) => `${server.name}:${client.name}`,
    );

  test('is one more row below the default servers', () => {
    expect(chosen({})).toEqual(['go-gin:cpp-cpr', 'rust-actix:cpp-cpr', 'mine:cpp-cpr']);
    expect(chosen({ servers: ['tag:default'] })).toEqual(chosen({}));
  });

  test.each([['mine'], ['min?'], ['m*']])('can be chosen alone, by %s', (word) => {
    expect(chosen({ servers: [word] })).toEqual(['mine:cpp-cpr']);
    expect(chosen({ pairs: [`${word}:cpp-beast`] })).toEqual(['mine:cpp-beast']);
  });

  test('has no language and is no client', async () => {
    for (const word of ['rust', 'tag:fast'])
      expect(chosen({ servers: [word] })).not.toContain('mine:cpp-cpr');
    const { message } = await faultOf(() => chosen({ clients: ['mine'] }));
    expect(message).toBe('--clients: no client matches "mine"');
  });

  test('is among the names that are there', async () => {
    const { hint } = await faultOf(() => chosen({ servers: ['mien'] }));
    expect(hint).toBe('did you mean mine?');
  });
});

describe('the services of build and verify', () => {
  const names = (...words: string[]): string[] =>
    selectServices(words, SERVICES).map(({ name }) => name);

  test('are those tagged default when nothing is said', () => {
    expect(names()).toEqual(['go-gin', 'rust-actix', 'cpp-cpr']);
  });

  test('may be of both kinds', () => {
    expect(names('cpp-*', 'go')).toEqual(['go-gin', 'cpp-beast', 'cpp-cpr']);
  });

  test('must exist', async () => {
    const { message, hint } = await faultOf(() => names('go-gim'));
    expect(message).toBe('services: no service matches "go-gim"');
    expect(hint).toBe('did you mean go-gin?');
  });
});

describe('the nearest word', () => {
  test.each([
    ['--conections', '--connections'],
    ['--duratoin', '--duration'],
    ['--xyzzy', null],
    ['-', null],
  ])('to %s is %s', (word, known) => {
    expect(nearest(word, ['--connections', '--duration'])).toBe(known);
  });

  test('to a text of a megabyte is none', () => {
    expect(nearest('-'.repeat(1_000_000), ['--connections', '--duration'])).toBeNull();
  });

  test('of none is nothing', () => {
    expect(nearest('x', [])).toBeNull();
  });
});
