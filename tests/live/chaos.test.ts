/** Ten rounds of `npm run chaos`, of a seed that has most of its faults among them. */
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { execa } from 'execa';

const LIMIT_MS = 5 * 60_000;
const ROUNDS = 10;
const SEED = 1;

it(
  'nothing is violated by ten seeded faults',
  async () => {
    const script = path.resolve('scripts/chaos.js');
    const words = ['--seed', String(SEED), '--rounds', String(ROUNDS)];
    const { exitCode, stdout } = await execa(process.execPath, [script, ...words], {
      reject: false,
    });
    expect(stdout).toMatch(new RegExp(`^seed ${SEED}: ${ROUNDS} rounds in \\d+ s, 0 with`, 'm'));
    expect(stdout).not.toContain('VIOLATED');
    expect(exitCode).toBe(0);
  },
  LIMIT_MS,
);
