/** The tests that need a container engine: two at a time, but for those that look at all that is there. */
import { engineAnswers } from '../engine.js';
import { jest } from './jest.js';
import { run, runTwoAtATime, skip } from './steps.js';

const IN_CONTAINERS = { PAIRBENCH_RUNTIME: undefined };

/** They remove what a dead run has left, or see that nothing is. */
const ALONE = [
  'clean',
  'engine-leftovers',
  'live-leftovers',
  'cases/A08-interrupted-runs-leave-no-containers',
  'cases/A24-cleanup-takes-only-its-own-containers',
].map((name) => `tests/docker/${name}.test.ts`);

/** Their projects take the same port; none of them uses an image of the others. */
const COMPOSE = 'tests/docker/compose';
const OF_THE_ENGINE = 'tests/docker/(engine-(image|container)|docker-runtime)';

export async function testWithEngine() {
  if (!engineAnswers()) {
    skip('docker tests: skipped, no Docker engine answers');
    return;
  }
  const others = [COMPOSE, OF_THE_ENGINE, ...ALONE].flatMap((some) => [
    '--testPathIgnorePatterns',
    some,
  ]);
  const inBand = (title, ...args) => jest(title, ['--runInBand', ...args], IN_CONTAINERS);
  await runTwoAtATime([
    inBand('docker tests: runs of the tool', 'tests/docker/', ...others),
    inBand('docker tests: compose, engine', COMPOSE, OF_THE_ENGINE),
  ]);
  await run(inBand('docker tests that are alone', ...ALONE));
}
