/** The page: advice, answer, machine; or the reason why there is no answer. */
import { describe, expect, it } from '@jest/globals';
import type { Answer } from '../../advice/answer.ts';
import type { Topic } from '../../advice/line.ts';
import { compareSides } from '../../advice/measure/compare-sides.ts';
import { renderAdvice } from '../../advice/page.ts';
import { TOPICS } from '../../advice/topics/all.ts';
import { readHostFacts } from '../../src/host/machine.ts';
import { expectGolden } from '../report/golden.ts';
import { answer, LINE, side } from './fixtures.ts';

const HOST = {
  ...readHostFacts(),
  ...{ cpu_model: 'Example CPU', cpus_allowed: [0, 1], cpus_online: 2, virtualised: true },
  ...{ distribution: 'Debian 12', kernel: '6.1.0' },
};

const PROBED = { id: 'probed', advice: 'Use PyPy.', not_measured: 'pypy' } as const;
const BROKEN = { ...LINE, id: 'broken', advice: 'Use a compiler.' };
const TOPIC: Topic = {
  ...{ name: 'python', title: 'Python' },
  lines: [LINE, BROKEN, PROBED, { ...LINE, id: 'later', advice: 'Wait.' }],
};

function rendered(answers: readonly Answer[], topics: readonly Topic[] = [TOPIC]): string {
  return renderAdvice({
    ...{ host: HOST, topics },
    answers: new Map(answers.map((one) => [one.id, one])),
  });
}

const ANSWERS = [
  answer(LINE, compareSides(LINE, [side('the fast loop', 1), side('the slow loop', 1.3)])),
  answer(BROKEN, {
    kind: 'not-measured',
    reason: 'the build of py@slow failed: error: no_such_flag',
  }),
  answer(PROBED, { kind: 'not-measured', reason: 'pypy3 is not installed' }),
];

describe('the page of advice', () => {
  it('looks as it should', () => {
    expectGolden('advice.md', rendered(ANSWERS));
  });

  it('has each line of each topic once, whatever is known of it', () => {
    const text = rendered([], TOPICS);
    const lines = TOPICS.flatMap((topic) => topic.lines);
    expect(text.match(/^- \*\*/gm)).toHaveLength(lines.length);
    expect(text.match(/Not measured, because /g)).toHaveLength(lines.length);
  });

  it('has a figure in each sentence of an answer, or the reason why there is none', () => {
    for (const line of rendered(ANSWERS)
      .split('\n')
      .filter((one) => one.startsWith('- ')))
      expect(line).toMatch(
        / \d[\d.]* \(\d[\d.]*-\d[\d.]*\) times .*Example CPU\)$|Not measured, because /,
      );
  });
});
