/** Long texts that make a parser go back and forth, or down and down, if it can be made to. */
import type { Target } from './target.ts';

const FILLERS = [
  ...[
    'a',
    '0',
    '1',
    '9',
    ' ',
    '\n',
    '\t',
    ',',
    ':',
    '-',
    '.',
    '*',
    '?',
    '"',
    '\\',
    '/',
    '=',
    '%',
    '|',
    '#',
  ],
  ...[
    '[',
    '{',
    '(',
    '<',
    '[]',
    '{}',
    '{"a":',
    '[1,',
    '- ',
    '? ',
    'a: ',
    '\na: ',
    '&a ',
    '*a ',
    '!a ',
    '- - ',
  ],
  ...[
    '0-99999,',
    '1.',
    '1,',
    'a,',
    'a:a,',
    'a=b,',
    '*a',
    '--a ',
    'a b',
    '\0',
    '\uD83D',
    '\u0301',
    '🚀',
    '\r',
  ],
  ...[
    '"a":1,',
    '{"a":1}\n',
    '[[1,1],',
    'AAAA',
    'H4sI',
    '10s',
    ' 1 requests in 1, ',
    '//',
    '::',
    '\u2028',
  ],
];

interface Large {
  readonly name: string;
  readonly text: string;
}

/** Each filler alone, and within each frame of the target. */
export function* largeInputs({ frames }: Target, size: number): Generator<Large> {
  for (const filler of FILLERS)
    for (const [before, after] of [['', ''] as const, ...frames]) {
      const middle = filler.repeat(Math.ceil(size / filler.length));
      const name = `${JSON.stringify(before)} + ${JSON.stringify(filler)} x ${middle.length / filler.length}`;
      yield { name, text: before + middle + after };
    }
}
