import { expect, test } from '@jest/globals';
import stringWidth from 'string-width';
import { printable, withoutControls } from '../../src/report/printable.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { cellOf, resultOf, service } from './cell-fixture.ts';
import { HOSTILE_TEXTS, hostileResult } from './hostile.ts';

test.each([
  ['a\r\nb\tc', 'a b c'],
  ['\u001B[31mred', '�[31mred'],
  ['\u009B31m', '�31m'],
  ['a\u202Eb\u2066c', 'a�b�c'],
  ['half \uD83D', 'half �'],
  ['👩‍👩‍👧‍👦 非同步 é', '👩‍👩‍👧‍👦 非同步 é'],
])('%j is printed as %j', (text, expected) => {
  expect(printable(text)).toBe(expected);
});

test('no name reaches the terminal with a code in it, and lines keep their width', () => {
  for (const detail of ['short', 'full'] as const) {
    const text = renderTerminal(hostileResult(), { colour: false, width: 80, detail });
    // eslint-disable-next-line no-control-regex -- none may be left
    expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/);
    expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
    for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
  }
});

test('columns stay aligned beside names of any width', () => {
  const clients = HOSTILE_TEXTS.slice(8, 13).map((text) => service('client', text));
  const cells = clients.map(({ name }) => cellOf('server', name, 12_345));
  const text = renderTerminal(resultOf([service('server', 'server'), ...clients], { cells }), {
    ...{ colour: false, width: 200, detail: 'short' },
  });
  const figures = text.split('\n').find((line) => line.startsWith('  req/s')) ?? '';
  const ends = [...figures.matchAll(/12\.3k/g)].map(({ index }) => index + 5);
  const heads =
    text.split('\n').find((line) => line.includes(printable(clients[0]?.name ?? '').slice(0, 5))) ??
    '';
  expect(ends).toHaveLength(clients.length);
  expect(stringWidth(heads)).toBe(ends.at(-1));
});

test('line ends and tabs may stay, where they are quoted', () => {
  expect(withoutControls('a\r\n\tb\u001B[0m\u202E \uD83D 🚀')).toBe('a\r\n\tb�[0m� � 🚀');
});
