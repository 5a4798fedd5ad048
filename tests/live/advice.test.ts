/** Advice on stub services, in a process of its own that is killed and started again. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { execa } from 'execa';
import { readAnswer } from '../../advice/answer-files.ts';
import type { Answer } from '../../advice/answer.ts';
import type { Topic } from '../../advice/line.ts';
import { readJournal } from '../../src/journal/read-journal.ts';
import { until } from '../helpers/until.ts';
import { LIMIT_MS, workFolder } from './resume-rig.ts';
import type { Work } from './resume-rig.ts';

/** An answer takes 20 ms longer: far more than anything that a machine does to it. */
const VARIANTS = `
variants:
  slow:
    about: waits before it answers
    start: {env: {STUB_SLOW: "20"}}
  broken:
    about: does not build
    build: {command: [sh, -c, 'echo no such compiler >&2; exit 1']}
`;

const CLIENT = { client: 'node-undici', load: { connections: 2 } } as const;

function slower(id: string) {
  return {
    ...({
      id,
      advice: 'Answer at once.',
      concerns: 'server',
      by: 'speed',
      advised: 'first',
    } as const),
    sides: [
      { name: 'at once', server: 'stub-server', ...CLIENT },
      { name: 'after a while', server: 'stub-server@slow', ...CLIENT },
    ],
  } as const;
}

const TOPIC: Topic = {
  ...{ name: 'stubs', title: 'Stubs' },
  lines: [
    slower('first'),
    {
      ...slower('broken'),
      sides: [
        { name: 'as it is', server: 'stub-server', ...CLIENT },
        { name: 'broken', server: 'stub-server@broken', ...CLIENT },
      ],
    },
    slower('last'),
  ],
};

function adviceIn({ folder, services, cache, results }: Work) {
  const places = { services, cache, results, page: path.join(folder, 'advice.md') };
  const code = `
    const { advice } = await import(${JSON.stringify(path.resolve('dist/advice/advice.js'))});
    const words = ['stubs', '--rounds', '3', '--seconds', '0.2'];
    process.exitCode = await advice(words, [${JSON.stringify(TOPIC)}], ${JSON.stringify(places)});`;
  const child = execa(process.execPath, ['--input-type=module', '-e', code], {
    env: { PAIRBENCH_TEST_MODULES: path.resolve('.') },
    reject: false,
  });
  return { child, page: places.page };
}

function known(work: Work, id: string): Answer {
  const found = readAnswer(work.results, id);
  if (found === null) throw new Error(`there is no answer to ${id}`);
  return found;
}

/** Windows of the last line that are measured by now. */
function windowsOfLast({ results }: Work): number {
  const file = path.join(results, 'last', 'side-at-once', 'journal.ndjson');
  if (!existsSync(file)) return 0;
  return readJournal(file).entries.filter(({ type }) => type === 'cell-measured').length;
}

it(
  'is measured line by line, loses none to kill -9, and goes on where it was',
  async () => {
    const work = workFolder();
    appendFileSync(path.join(work.services, 'servers', 'stub-server', 'service.yaml'), VARIANTS);
    const killed = adviceIn(work);
    await until('the last line is being measured', () => windowsOfLast(work) > 0);
    killed.child.kill('SIGKILL');
    expect((await killed.child).signal).toBe('SIGKILL');
    expect(readAnswer(work.results, 'last')).toBeNull();
    const before = known(work, 'first');
    expect(before.outcome).toMatchObject({
      kind: 'measured',
      comparisons: [{ side: 'after a while', decided_by: 'throughput_rps', verdict: 'worse' }],
    });
    expect(known(work, 'broken').outcome).toEqual({
      kind: 'not-measured',
      reason: 'the build of stub-server@broken failed: no such compiler',
    });

    const again = adviceIn(work);
    const { exitCode, stderr } = await again.child;
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('1 of 3 known\n')]);
    expect(stderr).toMatch(/^line 3 of 3, less than a minute left: last$/m);
    expect(stderr).not.toContain(': first');
    expect(known(work, 'first')).toEqual(before);
    expect(known(work, 'last').outcome.kind).toBe('measured');

    const page = readFileSync(again.page, 'utf8');
    expect(page).toContain('which measured 2 of 3 pieces of advice');
    expect(page).toMatch(/It pays: with after a while the throughput is 0\.\d+ \(0\.\d+-0\.\d+\)/);
    expect(page).toContain(
      'Not measured, because the build of stub-server@broken failed: no such compiler',
    );
  },
  LIMIT_MS,
);
