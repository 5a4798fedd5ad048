import { describe, expect, test } from '@jest/globals';
import { imageLacks } from '../../../src/build/image/image-lacks.ts';
import { withVariants } from '../../../src/plan/variants.ts';
import { stubService } from '../../helpers/service-folder.ts';

/** Of the only variant, and of its service. */
function lacks(changes: object, dockerfile: string | null): [string | null, string | null] {
  const [base, variant] = withVariants(
    stubService({
      manifest: { variants: { x: { about: 'another one', ...changes } } },
      files: dockerfile === null ? {} : { Dockerfile: dockerfile },
    }),
  );
  if (base === undefined || variant === undefined) throw new Error('there is no variant');
  return [imageLacks(variant), imageLacks(base)];
}

const BUILD = { build: { env: { LTO: 'off', OPT: '3' } } };

describe('a variant has an image', () => {
  test.each([
    ['if its Dockerfile has its arguments', BUILD, 'FROM x\nARG LTO\nARG OPT=2\nRUN y\n'],
    ['if one line has them all', BUILD, 'FROM x\n  arg OTHER LTO=1 OPT\n'],
    ['if it is only started in another way', { start: { env: { A: '1' } } }, 'FROM x\n'],
  ])('%s', (_, changes, dockerfile) => {
    expect(lacks(changes, dockerfile)).toEqual([null, null]);
  });
});

describe('a variant would be its base in an image', () => {
  test.each<[string, object, string, string]>([
    [
      'if an argument is not there',
      BUILD,
      'FROM x\nARG LTO\nARG OPTION\n# ARG OPT\n',
      'its Dockerfile has no "ARG OPT"',
    ],
    [
      'if it replaces how it is built',
      { build: { command: ['make'] } },
      'FROM x\n',
      'it replaces build.command, which its Dockerfile has in words of its own',
    ],
    [
      'if it replaces how it is started',
      { start: { command: ['x'] } },
      'FROM x\n',
      'it replaces start.command, which its Dockerfile has in words of its own',
    ],
  ])('%s', (_, changes, dockerfile, reason) => {
    expect(lacks(changes, dockerfile)).toEqual([reason, null]);
  });
});

test('without a Dockerfile there is no image', () => {
  const reason = 'its folder has no Dockerfile';
  expect(lacks(BUILD, null)).toEqual([reason, reason]);
});
