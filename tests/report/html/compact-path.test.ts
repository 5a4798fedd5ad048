import { expect, test } from '@jest/globals';
import { compactPath } from '../../../src/report/html/compact-path.ts';

/** The points of a path of lines, by the rules of SVG. */
function pointsOf(path: string): [number, number][] {
  const points: [number, number][] = [];
  for (const [, command = '', list = ''] of path.matchAll(/([MmLl])([^MmLl]*)/g)) {
    const numbers = [...list.matchAll(/-?(?:\d+\.?\d*|\.\d+)/g)].map(([text]) => Number(text));
    for (let at = 0; at < numbers.length; at += 2) {
      const [x, y] = [numbers[at] ?? NaN, numbers[at + 1] ?? NaN];
      const [lastX, lastY] = points.at(-1) ?? [0, 0];
      const isRelative = command === command.toLowerCase();
      points.push(isRelative ? [lastX + x, lastY + y] : [x, y]);
    }
  }
  return points.map(([x, y]) => [Number(x.toFixed(6)), Number(y.toFixed(6))]);
}

test('a path says the same, gaps included', () => {
  const path = 'M48.7,28.4L50,25.7L51.4,26M60,0.5L60.5,0L61,12.3M5,5L4,4';
  const short = compactPath(path);
  expect(pointsOf(short)).toEqual(pointsOf(path));
  expect(short.match(/[Mm]/g)).toHaveLength(3);
});

test('many points take fewer letters, and no error adds up', () => {
  const points = Array.from(
    { length: 500 },
    (_, index) => `${(index * 0.3).toFixed(1)},${index % 7}`,
  );
  const path = `M${points.join('L')}`;
  const short = compactPath(path);
  expect(pointsOf(short)).toEqual(pointsOf(path));
  expect(short.length).toBeLessThan(0.8 * path.length);
});

test('what is more than lines stays as it is', () => {
  for (const path of ['M4.5,0A4.5,4.5,0,1,1,-4.5,0', 'M0,0L1,1Z', 'M0,0C1,1,2,2,3,3', ''])
    expect(compactPath(path)).toBe(path);
});
