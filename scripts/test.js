/** `npm test`: every check of every language, then one closing line; goes on after a failure. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { makeReady } from './bootstrap.js';
import { testWithEngine } from './testing/with-engine.js';
import { jest } from './testing/jest.js';
import { run, runTwoAtATime, tellAll } from './testing/steps.js';

const CACHE = path.resolve('.pairbench');
const TOOLS = path.join(CACHE, 'tools');

/**
 * Live tests that have a machine to themselves, for they judge what was measured, or what others left behind.
 * The others start and interrupt small runs of stub services, and go well beside one another.
 */
const ALONE = [
  'ab-adapter',
  'baseline',
  'clean',
  'default-loads',
  'default-matrix',
  'foreign-load',
  'load-edges',
  'load-only',
  'sweep',
  'waiting-server',
  'wrk-adapter',
].map((name) => `tests/live/${name}.test.ts`);

const ignoring = (files) => files.flatMap((file) => ['--testPathIgnorePatterns', file]);

/** Formatters and linters that come from the Python index, at locked versions. */
async function installTools() {
  if (existsSync(path.join(TOOLS, 'bin', 'clang-format'))) return;
  const lock = 'scripts/tools/requirements.txt';
  const pip = path.join(TOOLS, 'bin', 'pip');
  await run({ title: 'tools: virtual environment', command: ['python3', '-m', 'venv', TOOLS] });
  await run({
    title: 'tools: ruff, clang-format',
    command: [pip, 'install', '-q', '--require-hashes', '-r', lock],
  });
}

/**
 * Each service brings its own checks: format, lint and unit tests, as its language has them. Some of these have
 * windows of a moment, in which the one beside it may leave them too little.
 */
function servicesWithChecks() {
  const env = {
    PATH: `${path.join(TOOLS, 'bin')}${path.delimiter}${process.env.PATH ?? ''}`,
    PAIRBENCH_CACHE: path.join(CACHE, 'shared'),
  };
  const folders = ['servers', 'clients'].flatMap((kind) =>
    readdirSync(`services/${kind}`).map((name) => `services/${kind}/${name}`),
  );
  const found = folders
    .filter((folder) => existsSync(`${folder}/test.sh`))
    .map((folder) => {
      const title = `${folder.replace('services/', '')}: own checks`;
      const step = { command: ['sh', 'test.sh'], limit_s: 8 * 60, cwd: folder, env };
      return {
        ...{ ...step, title, exclusive: existsSync(`${folder}/Cargo.toml`) },
        again: () => ({ ...step, title: `${title}, once more and alone` }),
      };
    });
  // Cargo's first: those wait for one another, and so are begun with.
  return found.toSorted((a, b) => Number(b.exclusive) - Number(a.exclusive));
}

makeReady();
mkdirSync(path.join(CACHE, 'shared'), { recursive: true });
const bin = (name) => path.join('node_modules', '.bin', name);
const pairbench = [process.execPath, 'bin/pairbench.js'];

await runTwoAtATime([
  { title: 'lint', command: [bin('eslint'), '.'] },
  { title: 'types', command: [bin('tsc'), '--noEmit'] },
  { title: 'format', command: [bin('prettier'), '--check', '.'] },
  { title: 'dead code', command: [bin('knip')] },
]);
const elsewhere = ['/tests/live/', '/tests/docker/', '/tests/cases/'];
await run(jest('unit tests', [...ignoring(elsewhere), '--maxWorkers', '3']));
await run({
  title: 'fixture services',
  command: [process.execPath, '--test', 'tests/fixtures/services/'],
});
await installTools();
await run({ title: 'build of all services', command: [...pairbench, 'build', '--verbose', '*'] });
await runTwoAtATime(servicesWithChecks());
// Stub services under little load: they wait more than they work, and fewer would leave the machine idle at times.
const beside = ['--maxWorkers', '4', 'tests/cases/', 'tests/live/', ...ignoring(ALONE)];
await run(jest('known faults, live tests', beside));
await run(jest('live tests that are alone', ['--runInBand', ...ALONE]));
await testWithEngine();

tellAll();
