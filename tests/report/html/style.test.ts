import { describe, expect, test } from '@jest/globals';
import { DARK, LIGHT } from '../../../src/report/html/style.ts';

type Colours = ReadonlyMap<string, string>;

function coloursOf(text: string): Colours {
  return new Map(
    [...text.matchAll(/--([\w-]+):(#[0-9a-f]{6})/g)].map(([, name = '', hex = '']) => [name, hex]),
  );
}

/** Relative luminance, as WCAG 2 has it. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(colours: Colours, one: string, other: string): number {
  const values = [one, other].map((name) => luminance(colours.get(name) ?? '#777777'));
  return (Math.max(...values) + 0.05) / (Math.min(...values) + 0.05);
}

const STEPS = [0, 1, 2, 3, 4, 5, 6];
const VERDICTS = ['client', 'server', 'both', 'neither', 'unknown'];
/** Text and what it stands on. */
const TEXTS: readonly (readonly [string, string])[] = [
  ...['ink', 'muted', 'link'].flatMap((text) => [[text, 'card'] as const, [text, 'page'] as const]),
  ...STEPS.map((step) => [`t${step}`, `h${step}`] as const),
  ...STEPS.map((step) => [`u${step}`, `d${step}`] as const),
  ...VERDICTS.map((verdict) => ['ink', `tint-${verdict}`] as const),
  ['ink', 'hole'],
  ['ink', 'fault-back'],
  // Names of lines are written in their colour.
  ...[1, 2, 3, 4, 5, 6].map((series) => [`s${series}`, 'card'] as const),
];
const SHAPES = ['client', 'server'].map((side) => [side, 'card'] as const);

describe.each([
  ['light', coloursOf(LIGHT)],
  ['dark', coloursOf(DARK)],
])('in the %s theme', (_, colours) => {
  test.each(TEXTS)('%s can be read on %s', (text, ground) => {
    expect(contrast(colours, text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(SHAPES)('%s can be seen on %s', (shape, ground) => {
    expect(contrast(colours, shape, ground)).toBeGreaterThanOrEqual(3);
  });

  test('has all colours of the other one', () => {
    expect([...colours.keys()].sort()).toEqual([...coloursOf(LIGHT).keys()].sort());
  });
});
