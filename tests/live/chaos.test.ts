/** Ten rounds of `npm run chaos`, of a seed that has most of its faults among them. */
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { execa } from 'execa';

/** A few times what they take beside other tests. */
const LIMIT_MS = 10 * 60_000;
const ROUNDS = 10;
const SEED = 1;

it(
  'nothing is violated by ten seeded faults',
  async () => {
    const script = path.resolve('scripts/chaos.js');
    const words = ['--seed', String(SEED), '--rounds', String(ROUNDS)];
    // Ended before the test is: the next try would have it beside itself.
    const options = { reject: false, timeout: 0.9 * LIMIT_MS } as const;
    const { exitCode, stdout } = await execa(process.execPath, [script, ...words], options);
    expect(stdout).toMatch(new RegExp(`^seed ${SEED}: ${ROUNDS} rounds in \\d+ s, 0 with`, 'm'));
    expect(stdout).not.toContain('VIOLATED');
    expect(exitCode).toBe(0);
  },
  LIMIT_MS,
);
