import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { environmentName, OPTION_NAMES } from '../../src/commands/options.ts';
import { OptionValues, unknownVariables } from '../../src/commands/option-values.ts';
import type { RawValues } from '../../src/commands/option-values.ts';
import { UserError } from '../../src/host/user-error.ts';
import { faultOf } from '../helpers/fault.ts';

interface Given {
  readonly flags?: RawValues;
  readonly env?: NodeJS.ProcessEnv;
  readonly file?: RawValues;
}

function values({ flags = {}, env = {}, file = {} }: Given): OptionValues {
  return new OptionValues(flags, env, { name: 'pairbench.yaml', values: file });
}

const EVERYWHERE: Given = {
  flags: { connections: '1' },
  env: { PAIRBENCH_CONNECTIONS: '2' },
  file: { connections: 3 },
};

describe('an option', () => {
  test('is taken from the flag, else from the environment, else from the file', () => {
    const { env = {}, file = {} } = EVERYWHERE;
    expect(values(EVERYWHERE).count('connections')).toBe(1);
    expect(values({ env, file }).count('connections')).toBe(2);
    expect(values({ file }).count('connections')).toBe(3);
    expect(values({}).count('connections')).toBeUndefined();
  });

  test('is not given by a variable that is empty', () => {
    const env = { PAIRBENCH_CONNECTIONS: '', PAIRBENCH_JSON: '' };
    expect(values({ env, file: { connections: 3 } }).count('connections')).toBe(3);
    expect(values({ env }).text('json')).toBeUndefined();
  });

  test('is known to be a flag, for this run alone', () => {
    const { env = {}, file = {} } = EVERYWHERE;
    expect(values(EVERYWHERE).isFlag('connections')).toBe(true);
    expect(values({ env, file }).isFlag('connections')).toBe(false);
    expect(values({}).isFlag('connections')).toBe(false);
  });

  test('has a variable of its name', () => {
    expect(environmentName('payload-bytes')).toBe('PAIRBENCH_PAYLOAD_BYTES');
    const names = OPTION_NAMES.map(environmentName);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('a fault names the place of the value', () => {
  const bad = '1,5';
  test.each<[Given, string]>([
    [{ flags: { connections: bad } }, '--connections'],
    [{ env: { PAIRBENCH_CONNECTIONS: bad } }, 'PAIRBENCH_CONNECTIONS'],
    [{ file: { connections: bad } }, 'pairbench.yaml: connections'],
  ])('%j', async (given, place) => {
    const { message, exitCode } = await faultOf(() => values(given).count('connections'));
    expect(message).toBe(`${place}: "1,5" is not a whole number such as 100, 10k or 2M`);
    expect(exitCode).toBe(2);
  });

  test('of a duration and of a rate', async () => {
    const env = { PAIRBENCH_DURATION: '847.00us', PAIRBENCH_RATE: '0' };
    expect((await faultOf(() => values({ env }).durationMs('duration'))).message).toBe(
      'PAIRBENCH_DURATION: "847.00us" is not a duration such as 500ms, 10s or 3m',
    );
    expect((await faultOf(() => values({ env }).ratePerS('rate'))).message).toBe(
      'PAIRBENCH_RATE: "0" is not a rate such as 500/s, 10k/s or 500',
    );
  });

  test('that is given twice', async () => {
    const twice = { flags: { connections: ['5', '6'] } };
    expect((await faultOf(() => values(twice).count('connections'))).message).toBe(
      '--connections: is given more than once',
    );
  });

  test('that is none of its choices', async () => {
    const env = { PAIRBENCH_PROFILE: 'thorough' };
    const fault = await faultOf(() => values({ env }).text('profile'));
    expect(fault.message).toBe('PAIRBENCH_PROFILE: "thorough" is unknown');
    expect(fault.hint).toBe('choose quick, standard, rigorous, guide');
  });

  test('of a switch', async () => {
    const fault = await faultOf(() => values({ file: { quiet: 'maybe' } }).switch('quiet'));
    expect(fault.message).toBe('pairbench.yaml: quiet: "maybe" is neither true nor false');
  });
});

describe('a switch', () => {
  test.each(['true', '1', 'yes', 'on', 'TRUE'])('is on for %j', (text) => {
    expect(values({ env: { PAIRBENCH_QUIET: text } }).switch('quiet')).toBe(true);
  });

  test.each(['false', '0', 'no', 'off', 'False'])('is off for %j', (text) => {
    expect(values({ env: { PAIRBENCH_QUIET: text } }).switch('quiet')).toBe(false);
  });

  test('of the file is a truth value or a number', () => {
    expect(values({ file: { quiet: true } }).switch('quiet')).toBe(true);
    expect(values({ file: { quiet: 0 } }).switch('quiet')).toBe(false);
  });
});

describe('a list', () => {
  test.each<[Given, string[] | null]>([
    [{ flags: { servers: ['a', 'b,c'] } }, ['a', 'b', 'c']],
    [{ env: { PAIRBENCH_SERVERS: 'a, b' } }, ['a', 'b']],
    [{ file: { servers: ['a', 'b'] } }, ['a', 'b']],
    [{ file: { servers: 'a' } }, ['a']],
    [{}, null],
  ])('%j', (given, words) => {
    expect(values(given).list('servers')).toEqual(words);
  });

  test.each(['', 'a,', ',a', 'a,,b', ' '])('with an empty entry is refused: %j', async (text) => {
    const { message } = await faultOf(() => values({ flags: { servers: text } }).list('servers'));
    expect(message).toBe('--servers: an entry is empty');
  });
});

describe('options that exclude each other', () => {
  test('are decided by the stronger place', () => {
    const both = values({ flags: { duration: '2s' }, file: { requests: 5000 } });
    expect(both.isOverruled('requests', ['duration'])).toBe(true);
    expect(both.isOverruled('duration', ['requests'])).toBe(false);
  });

  test('are not decided within one place', () => {
    const both = values({ env: { PAIRBENCH_DURATION: '2s', PAIRBENCH_REQUESTS: '5' } });
    expect(both.isOverruled('requests', ['duration'])).toBe(false);
    expect(both.isOverruled('duration', ['requests'])).toBe(false);
  });
});

test('any text of any option is a value or a fault', () => {
  const places = fc.constantFrom('flags' as const, 'file' as const);
  fc.assert(
    fc.property(places, fc.constantFrom(...OPTION_NAMES), fc.string(), (place, name, text) => {
      const given = values({ [place]: { [name]: text } });
      const readers = [
        () => given.text(name),
        () => given.list(name),
        () => given.switch(name),
        () => given.count(name),
        () => given.durationMs(name),
        () => given.ratePerS(name),
      ];
      for (const read of readers)
        try {
          read();
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
    }),
  );
});

describe('variables of the environment that mean nothing', () => {
  test('are named, with the one that is meant', () => {
    expect(
      unknownVariables({ PAIRBENCH_CONECTIONS: '5', PAIRBENCH_XYZZY: '1', PATH: '/bin' }),
    ).toEqual([
      'PAIRBENCH_CONECTIONS is not a variable of pairbench, did you mean PAIRBENCH_CONNECTIONS?',
      'PAIRBENCH_XYZZY is not a variable of pairbench',
    ]);
  });

  test('are none of those that exist', () => {
    const names = [...OPTION_NAMES.map(environmentName), 'PAIRBENCH_NO_INSTALL', 'PAIRBENCH_OWNER'];
    expect(unknownVariables(Object.fromEntries(names.map((name) => [name, '1'])))).toEqual([]);
  });
});
