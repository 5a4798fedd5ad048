import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatCpuList, parseCpuList } from '../../src/host/cpu-list.ts';

describe('a CPU list', () => {
  test.each([
    ['0', [0]],
    ['0-3', [0, 1, 2, 3]],
    ['8,0-2', [0, 1, 2, 8]],
    ['0-2,1-3', [0, 1, 2, 3]],
    [' 0 , 2\n', [0, 2]],
  ])('%j is read sorted, each CPU once', (text, cpus) => {
    expect(parseCpuList(text)).toEqual(cpus);
  });

  test.each(['', ',', '0,', '3-1', '-1', '0-', 'a', '0-1-2', '1.5', '0;1', '123456'])(
    '%j is refused',
    (text) => {
      expect(parseCpuList(text)).toBeNull();
    },
  );

  test.each([
    [[], ''],
    [[4], '4'],
    [[3, 1, 2, 8], '1-3,8'],
    [[0, 2, 4], '0,2,4'],
  ])('%j is written in runs', (cpus, text) => {
    expect(formatCpuList(cpus)).toBe(text);
  });

  test('what is written is read back', () => {
    const sets = fc.uniqueArray(fc.nat({ max: 300 }), { minLength: 1 });
    fc.assert(
      fc.property(sets, (cpus) => {
        expect(parseCpuList(formatCpuList(cpus))).toEqual(cpus.toSorted((a, b) => a - b));
      }),
    );
  });

  test('of many ranges goes over each CPU once', () => {
    expect(parseCpuList('0-99999,'.repeat(100_000) + '7')).toHaveLength(100_000);
  });

  test('any text gives CPUs in ascending order or nothing', () => {
    const texts = fc.oneof(fc.string(), fc.stringMatching(/^[0-9,\- ]{0,12}$/));
    fc.assert(
      fc.property(texts, (text) => {
        const cpus = parseCpuList(text);
        expect(cpus).toEqual(cpus && [...new Set(cpus)].sort((a, b) => a - b));
      }),
    );
  });
});
