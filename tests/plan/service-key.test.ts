import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { distinctServices, serviceKey, shownNames } from '../../src/plan/service-key.ts';

const kind = fc.constantFrom('server' as const, 'client' as const);
const name = fc.stringMatching(/^[a-z0-9]{1,3}(-[a-z0-9]{1,3}){0,2}$/);
const ids = fc.array(fc.record({ kind, name }), { maxLength: 12 });

test('services that differ in kind or name have keys that differ', () => {
  fc.assert(
    fc.property(kind, name, kind, name, (kind1, name1, kind2, name2) => {
      const isSame = kind1 === kind2 && name1 === name2;
      expect(serviceKey(kind1, name1) === serviceKey(kind2, name2)).toBe(isSame);
    }),
  );
});

test('what was read twice is one service, what differs in kind or name is not', () => {
  fc.assert(
    fc.property(ids, (services) => {
      const keysOf = (some: readonly { kind: 'server' | 'client'; name: string }[]): string[] =>
        some.map((one) => serviceKey(one.kind, one.name));
      const twice = [...services, ...services.map((one) => ({ ...one }))];
      expect(keysOf(distinctServices(twice))).toEqual([...new Set(keysOf(services))]);
    }),
  );
});

describe('a reader', () => {
  test('is told the kind only where both kinds have the name', () => {
    const shown = shownNames([
      { kind: 'server', name: 'reference' },
      { kind: 'client', name: 'reference' },
      { kind: 'client', name: 'cpp-cpr' },
    ]);
    expect(shown('server', 'reference')).toBe('reference (server)');
    expect(shown('client', 'reference')).toBe('reference (client)');
    expect(shown('client', 'cpp-cpr')).toBe('cpp-cpr');
    expect(shown('server', 'unknown')).toBe('unknown');
  });

  test('never sees two services under one name', () => {
    fc.assert(
      fc.property(ids, (services) => {
        const shown = shownNames(services);
        const keys = new Set(services.map((one) => serviceKey(one.kind, one.name)));
        const seen = new Set(services.map((one) => shown(one.kind, one.name)));
        expect(seen.size).toBe(keys.size);
      }),
    );
  });
});
