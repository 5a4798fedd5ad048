/** Texts near a grammar: valid ones that were cut, glued, doubled and spiced, and a few that are random. */
import fc from 'fast-check';

/** What has broken parsers before. */
const SPICE = [
  ...[
    '\0',
    '\n',
    '\r\n',
    '\t',
    ' ',
    '\u2028',
    '\uFEFF',
    '\u202E',
    '\uD83D',
    '\u001B[31m',
    '🚀',
    'é',
    '٣',
  ],
  ...[
    '"',
    "'",
    '`',
    '\\',
    '/',
    '../',
    '//',
    '%00',
    '%',
    '$(x)',
    '${x}',
    '&&',
    ';',
    '|',
    '<',
    '>',
    '=',
  ],
  ...[
    '{',
    '}',
    '[',
    ']',
    '(',
    ')',
    ',',
    ':',
    ': ',
    '- ',
    '? ',
    '#',
    '&a ',
    '*a',
    '<<: ',
    '!!',
    '@',
    '*',
    '?',
  ],
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'null',
    'true',
    'undefined',
  ],
  ...[
    '"__proto__":{"polluted":1},',
    '"constructor":{"prototype":{"polluted":1}},',
    '__proto__: {polluted: 1}\n',
  ],
  ...[
    '0',
    '-0',
    '-1',
    '1.5',
    '1e3',
    '1e999',
    '1E-400',
    'NaN',
    'Infinity',
    '0x10',
    '00',
    '.5',
    '5.',
    '+1',
  ],
  ...[
    '9007199254740993',
    '9223372036854775808',
    '9'.repeat(40),
    '9'.repeat(400),
    `0.${'0'.repeat(40)}1`,
  ],
  ...[
    '[['.repeat(40),
    '{"a":'.repeat(40),
    '- '.repeat(40),
    'x'.repeat(500),
    '*'.repeat(50),
    ','.repeat(50),
  ],
];

type Edit = (text: string, samples: readonly string[]) => string;

/** Shares of the text's length, so that an edit means the same when others are left out. */
const place = fc.nat({ max: 1000 });
const at = (text: string, share: number): number => Math.floor((text.length * share) / 1000);
const part = fc
  .tuple(place, place)
  .map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);
const near = fc.tuple(place, fc.nat({ max: 12 }));

const spice = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...SPICE) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  { weight: 1, arbitrary: fc.double().map(String) },
);

const edits: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(place, spice).map(([share, extra]): Edit => (text) => {
    const begin = at(text, share);
    return text.slice(0, begin) + extra + text.slice(begin);
  }),
  // A few characters are replaced, or taken away.
  fc.tuple(near, fc.option(spice, { nil: '' })).map(([[share, length], extra]): Edit => (text) => {
    const begin = at(text, share);
    return text.slice(0, begin) + extra + text.slice(begin + length);
  }),
  part.map(
    ([a, b]): Edit =>
      (text) =>
        text.slice(0, at(text, a)) + text.slice(at(text, b)),
  ),
  part.map(
    ([a, b]): Edit =>
      (text) =>
        text.slice(0, at(text, b)) + text.slice(at(text, a)),
  ),
  place.map(
    (share): Edit =>
      (text) =>
        text.slice(0, at(text, share)),
  ),
  // A number becomes another.
  fc.tuple(fc.nat({ max: 200 }), spice).map(([index, extra]): Edit => (text) => {
    const numbers = [...text.matchAll(/\d+/g)];
    const found = numbers[index % Math.max(1, numbers.length)];
    if (found === undefined) return text + extra;
    return text.slice(0, found.index) + extra + text.slice(found.index + found[0].length);
  }),
  fc.tuple(fc.nat({ max: 50 }), place).map(([index, share]): Edit => (text, samples) => {
    const other = samples[index % samples.length] ?? '';
    return text.slice(0, at(text, share)) + other.slice(at(other, share));
  }),
);

/** `samples` are valid. */
export function textsLike(samples: readonly string[]): fc.Arbitrary<string> {
  const mutated = fc
    .tuple(fc.constantFrom(...samples), fc.array(edits, { maxLength: 5 }))
    .map(([text, changes]) => changes.reduce((changed, edit) => edit(changed, samples), text));
  return fc.oneof(
    { weight: 17, arbitrary: mutated },
    { weight: 2, arbitrary: fc.array(spice, { maxLength: 12 }).map((parts) => parts.join('')) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  );
}
