import { describe, expect, test } from '@jest/globals';
import type { ExternalServer } from '../../src/plan/external-server.ts';
import { withVariants } from '../../src/plan/variants.ts';
import { varyPair } from '../../src/plan/vary.ts';
import type { Service } from '../../src/plan/manifest.ts';
import { faultOf } from '../helpers/fault.ts';
import { stubService } from '../helpers/service-folder.ts';

function family(kind: Service['kind'], name: string, ...variants: readonly string[]): Service[] {
  const changes = { about: 'another one', start: { env: { A: '1' } } };
  const all = Object.fromEntries(variants.map((variant) => [variant, changes]));
  return withVariants(stubService({ kind, name, manifest: { variants: all } }));
}

const MINE: ExternalServer = { name: 'mine', kind: 'server', url: 'http://h:1', process: null };
const SERVICES = [
  ...family('server', 'actix', 'no-lto', 'thin-lto', 'shared'),
  ...family('server', 'gin'),
  ...family('client', 'reqwest', 'multi', 'shared'),
  MINE,
];

function vary(server: string, client: string, ...by: readonly string[]) {
  const { pairs, variations } = varyPair([server, client], by, SERVICES);
  return {
    pairs: pairs.map((pair) => `${pair.server.name}:${pair.client.name}`),
    variations: variations.map(
      ({ side, base, pair }) =>
        `${side} ${pair.server}:${pair.client} / ${base.server}:${base.client}`,
    ),
  };
}

describe('vary', () => {
  test('measures the base, and each variant of the server in its place', () => {
    expect(vary('actix', 'reqwest', 'thin-lto', 'no-lto')).toEqual({
      pairs: ['actix:reqwest', 'actix@no-lto:reqwest', 'actix@thin-lto:reqwest'],
      variations: [
        'server actix@no-lto:reqwest / actix:reqwest',
        'server actix@thin-lto:reqwest / actix:reqwest',
      ],
    });
  });

  test('measures variants of the client likewise', () => {
    expect(vary('mine', 'reqwest', 'multi')).toEqual({
      pairs: ['mine:reqwest', 'mine:reqwest@multi'],
      variations: ['client mine:reqwest@multi / mine:reqwest'],
    });
  });

  test('may have a variant for its base, on either side', () => {
    expect(vary('actix@no-lto', 'reqwest@shared', 'thin-lto', 'multi').variations).toEqual([
      'server actix@thin-lto:reqwest@shared / actix@no-lto:reqwest@shared',
      'client actix@no-lto:reqwest@multi / actix@no-lto:reqwest@shared',
    ]);
  });

  test('has its pairs in the order in which a run that is resumed has them', () => {
    expect(vary('actix@thin-lto', 'reqwest', 'no-lto').pairs).toEqual([
      'actix@no-lto:reqwest',
      'actix@thin-lto:reqwest',
    ]);
  });

  test('takes the name of a variant in full, and each once', () => {
    expect(vary('actix', 'reqwest', 'reqwest@shared', 'reqwest@shared').pairs).toEqual([
      'actix:reqwest',
      'actix:reqwest@shared',
    ]);
  });
});

describe('vary refuses', () => {
  test.each<[string, [string, string, string], string, string]>([
    [
      'a name that no side has',
      ['actix', 'reqwest', 'mimalloc'],
      '--by: actix and reqwest have no variant "mimalloc"',
      'there are: actix@no-lto, actix@thin-lto, actix@shared, reqwest@multi, reqwest@shared',
    ],
    [
      'a slip',
      ['actix', 'reqwest', 'actix@no-lt'],
      '--by: actix has no variant "no-lt"',
      'did you mean actix@no-lto?',
    ],
    [
      'a name that both sides have',
      ['actix', 'reqwest', 'shared'],
      '--by: both sides have a variant "shared"',
      'write actix@shared or reqwest@shared',
    ],
    [
      'the base itself',
      ['actix@no-lto', 'reqwest', 'no-lto'],
      '--by: actix@no-lto is the base itself',
      'name another variant',
    ],
    [
      'a variant of another service',
      ['gin', 'reqwest', 'actix@no-lto'],
      '--by: "actix@no-lto" is no variant of gin or reqwest',
      'a variant of the server or of the client is meant',
    ],
    [
      'more than one pair',
      ['*', 'reqwest', 'multi'],
      'vary: "*" and "reqwest" name 3 pairs, of actix, gin, mine with reqwest',
      'name one server and one client',
    ],
    [
      'a server that there is not',
      ['acti', 'reqwest', 'multi'],
      '--servers: no server matches "acti"',
      'did you mean actix?',
    ],
  ])('%s', async (_, [server, client, by], message, hint) => {
    const fault = await faultOf(() => vary(server, client, by));
    expect([fault.message, fault.hint, fault.exitCode]).toEqual([message, hint, 2]);
  });
});
