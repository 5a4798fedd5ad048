/** JSON near a schema: values of a valid one that were replaced by others, left out, renamed or doubled. */
import fc from 'fast-check';

const VALUES: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -0,
    1,
    -1,
    0.5,
    1e-300,
    1e300,
    2 ** 53,
    2 ** 31,
    -(2 ** 53),
    60e9,
    5000,
  ],
  ...[
    '',
    'x',
    '0',
    '9223372036854775807',
    '__proto__',
    '\0\u202E',
    'x'.repeat(300),
    'go-gin',
    'reference',
  ],
  ...[[], {}, [[]], [[1, 2]], [null], { a: 1 }, Array.from({ length: 300 }, () => 0)],
];

const KEYS = ['__proto__', 'constructor', 'toString', 'length', '', 'x', 'type', 'event', '0'];

interface Change {
  /** Which of all places, counted through. */
  readonly place: number;
  readonly kind: 'replace' | 'remove' | 'rename' | 'double' | 'copy';
  readonly choice: number;
}

const changes = fc.array(
  fc.record<Change>({
    place: fc.nat({ max: 100_000 }),
    kind: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'rename', 'double', 'copy'),
    choice: fc.nat({ max: 10_000 }),
  }),
  { maxLength: 4 },
);

interface Place {
  readonly parent: Record<string, unknown> | unknown[];
  readonly key: string;
}

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const parent = value as Place['parent'];
  return Object.entries(value).flatMap(([key, part]) => [{ parent, key }, ...placesIn(part)]);
}

/** As its own property, whatever the key is. */
function put(parent: Place['parent'], key: string, value: unknown): void {
  // A list has places only, in JSON.
  if (Array.isArray(parent) && !/^\d{1,6}$/.test(key)) return;
  Object.defineProperty(parent, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function valueAt({ parent, key }: Place): unknown {
  return Object.getOwnPropertyDescriptor(parent, key)?.value;
}

function takeOut(place: Place): unknown {
  const { parent, key } = place;
  const value = valueAt(place);
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
  return value;
}

function apply(value: unknown, { place, kind, choice }: Change): void {
  const places = placesIn(value);
  const found = places[place % Math.max(1, places.length)];
  if (found === undefined) return;
  const { parent, key } = found;
  const old = valueAt(found);
  // A copy: a later change must not change what others are given.
  const other = structuredClone(VALUES[choice % VALUES.length]);
  switch (kind) {
    case 'replace':
      put(parent, key, typeof old === 'number' && choice % 3 === 0 ? scaled(old, choice) : other);
      return;
    case 'remove':
      takeOut(found);
      return;
    case 'rename':
      put(parent, KEYS[choice % KEYS.length] ?? 'x', takeOut(found));
      return;
    case 'double':
      if (Array.isArray(parent)) parent.splice(Number(key), 0, structuredClone(old));
      else put(parent, KEYS[choice % KEYS.length] ?? 'x', structuredClone(old));
      return;
    case 'copy': {
      const mate = places[choice % places.length];
      if (mate === undefined) return;
      // A copy: a value that holds itself is no JSON.
      put(parent, key, structuredClone(valueAt(mate)));
    }
  }
}

function scaled(number: number, choice: number): number {
  const others = [number + 1, -number, 10 * number, number / 1000, Math.round(number / 3)];
  return others[choice % others.length] ?? 2 ** 20 * number;
}

export function jsonLike(samples: readonly unknown[]): fc.Arbitrary<string> {
  const texts = samples.map((sample) => JSON.stringify(sample));
  return fc.tuple(fc.constantFrom(...texts), changes).map(([text, all]) => {
    const value = JSON.parse(text) as unknown;
    for (const change of all) apply(value, change);
    return JSON.stringify(value);
  });
}
