import { describe, expect, test } from '@jest/globals';
import { SaxesParser } from 'saxes';
import type { GateVerdict } from '../../src/analyse/gate-verdict.ts';
import { renderJunit } from '../../src/report/junit.ts';
import { changed, notValid } from './cell-fixture.ts';
import { comparison } from './comparison-fixture.ts';
import { HOSTILE_TEXTS, hostileResult } from './hostile.ts';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Throws where it is not well-formed XML 1.0. */
function read(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes: { ...attributes }, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  });
  parser.write(xml).close();
  const [first] = root.children;
  if (first === undefined) throw new Error('there is no element');
  return first;
}

const COUNTS = ['tests', 'failures', 'errors', 'time', 'name'];
const ALLOWED: Readonly<Record<string, { children: string[]; attributes: string[] }>> = {
  testsuites: { children: ['testsuite'], attributes: COUNTS },
  testsuite: { children: ['testcase'], attributes: [...COUNTS, 'skipped', 'timestamp'] },
  testcase: {
    children: ['failure', 'error', 'system-out'],
    attributes: ['name', 'classname', 'time'],
  },
  failure: { children: [], attributes: ['type', 'message'] },
  error: { children: [], attributes: ['type', 'message'] },
  'system-out': { children: [], attributes: [] },
};

/** The shape that Jenkins, GitLab and others read. */
function expectShape(element: Element): void {
  const allowed = ALLOWED[element.name];
  expect([...Object.keys(element.attributes)].sort()).toEqual(
    [...(allowed?.attributes ?? [])].sort(),
  );
  for (const child of element.children) {
    expect(allowed?.children).toContain(child.name);
    expectShape(child);
  }
}

function casesOf(root: Element): Element[] {
  return root.children.flatMap(({ children }) => children);
}

function having(cases: readonly Element[], kind: string): Element[] {
  return cases.filter(({ children }) => children.some(({ name }) => name === kind));
}

const GATES: readonly GateVerdict[] = [
  { name: 'a:b p99 < 5 ms', verdict: 'pass', sentence: 'it is 3 ms' },
  { name: '<gate> & "more"', verdict: 'fail', sentence: 'it is 7 ms\nnot 5 ms' },
  { name: 'c:d errors = 0', verdict: 'no-data', sentence: 'c:d was not measured' },
];

function faulty() {
  return changed(comparison(), (run) => {
    run.cells = run.cells.map((cell, index) => {
      if (index === 0) return notValid(cell, 'invalid', 'the client counted 3, the server 2');
      if (index === 1) return notValid(cell, 'failed', 'it ended with code 1');
      return index === 2 ? notValid(cell, 'skipped', 'cargo is missing') : cell;
    });
  });
}

describe('a run as JUnit XML', () => {
  test('has a test case for each pair, and each gate', () => {
    const root = read(renderJunit(comparison(), GATES));
    expectShape(root);
    expect(root.children.map(({ attributes }) => attributes.name)).toEqual(['pairs', 'gates']);
    expect(casesOf(root)).toHaveLength(9 + 3);
    expect(root.attributes).toMatchObject({ tests: '12', failures: '1', errors: '1', time: '210' });
  });

  test('has a failure for what is invalid, an error for what was not measured', () => {
    const root = read(renderJunit(faulty()));
    expectShape(root);
    const cases = casesOf(root);
    expect(having(cases, 'failure')).toHaveLength(1);
    expect(having(cases, 'error')).toHaveLength(2);
    expect(root.attributes).toMatchObject({ tests: '9', failures: '1', errors: '2' });
    expect(root.children[0]?.attributes).toMatchObject({ tests: '9', failures: '1', errors: '2' });
    const [failure] = having(cases, 'failure')[0]?.children ?? [];
    expect(failure).toMatchObject({
      attributes: { type: 'invalid', message: 'the client counted 3, the server 2' },
      text: 'the client counted 3, the server 2',
    });
  });

  test('tells a gate that fails from one without data', () => {
    const gates = read(renderJunit(comparison(), GATES)).children[1]?.children ?? [];
    expect(gates.map(({ children }) => children[0]?.name)).toEqual([
      'system-out',
      'failure',
      'error',
    ]);
    expect(gates[1]?.attributes.name).toBe('<gate> & "more"');
    expect(gates[1]?.children[0]?.attributes.message).toBe('it is 7 ms\nnot 5 ms');
  });

  test('is well-formed whatever the names are, and keeps what XML can hold', () => {
    const root = read(renderJunit(hostileResult()));
    expectShape(root);
    const names = casesOf(root).map(({ attributes }) => attributes.name);
    expect(names).toHaveLength(HOSTILE_TEXTS.length);
    expect(names[0]).toBe('<script>alert(1)</script> x @client|`<b>`');
    expect(names[7]).toContain('comma, "quote"\nnewline');
  });

  test('has no number that is none', () => {
    expect(renderJunit(faulty(), GATES)).not.toMatch(/NaN|Infinity|undefined|null/);
  });
});
