/** A few hundred inputs for each parser, the same each time; `npm run fuzz` gives them 100,000. */
import { describe, expect, test } from '@jest/globals';
import { runTarget } from '../../fuzz/run-target.ts';
import { TARGETS } from '../../fuzz/targets.ts';

const OPTIONS = { inputs: 300, seed: 8, sizes: [65_536] };

describe('every outcome is a value or a refusal', () => {
  test.each(TARGETS.map((target) => [target.name, target] as const))('%s', (_, target) => {
    const { failure, inputs } = runTarget(target, OPTIONS);
    expect(failure).toBeNull();
    expect(inputs).toBeGreaterThan(OPTIONS.inputs);
  });
});
