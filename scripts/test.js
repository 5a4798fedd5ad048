/** `npm test`: every check of every language, then one closing line; goes on after a failure. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { makeReady } from './bootstrap.js';
import { engineAnswers } from './engine.js';

const CACHE = path.resolve('.pairbench');
const TOOLS = path.join(CACHE, 'tools');
const REPORT = path.join(CACHE, 'jest.json');

/** An engine on the machine changes nothing in what the steps without one test. */
const WITHOUT_ENGINE = { PAIRBENCH_RUNTIME: 'process' };

const counts = { passed: 0, failed: 0, skipped: 0 };

/** @param {string} title @param {string[]} command @param {NodeJS.ProcessEnv} env */
function run(title, command, env = {}, cwd = '.') {
  const [file = '', ...args] = command;
  process.stdout.write(`\n=== ${title}\n`);
  const started = performance.now();
  const { status, error } = spawnSync(file, args, {
    cwd,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...WITHOUT_ENGINE, ...env },
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const ok = status === 0;
  process.stdout.write(`=== ${title}: ${ok ? 'ok' : 'FAILED'}  ${seconds} s\n`);
  if (error !== undefined) process.stdout.write(`${error.message}\n`);
  return ok;
}

/** A step that counts as one test. @param {string} title @param {string[]} command */
function check(title, command, env = {}, cwd = '.') {
  if (run(title, command, env, cwd)) counts.passed += 1;
  else counts.failed += 1;
}

/** Its tests are counted one by one. @param {string} title @param {string[]} args */
function jest(title, args, env = {}) {
  const command = [
    process.execPath,
    '--no-warnings',
    '--experimental-vm-modules',
    'node_modules/jest/bin/jest.js',
    '--json',
    `--outputFile=${REPORT}`,
    ...args,
  ];
  const ok = run(title, command, env);
  const report = JSON.parse(readFileSync(REPORT, 'utf8'));
  counts.passed += report.numPassedTests;
  counts.skipped += report.numPendingTests;
  // A suite that cannot be loaded has no test that fails.
  counts.failed += Math.max(report.numFailedTests, ok ? 0 : 1);
}

function testWithEngine() {
  if (engineAnswers()) {
    jest('docker tests', ['--runInBand', 'tests/docker/'], { PAIRBENCH_RUNTIME: undefined });
    return;
  }
  process.stdout.write('\n=== docker tests: skipped, no Docker engine answers\n');
  counts.skipped += 1;
}

/** Formatters and linters that come from the Python index, at locked versions. */
function installTools() {
  if (existsSync(path.join(TOOLS, 'bin', 'clang-format'))) return;
  const lock = 'scripts/tools/requirements.txt';
  const pip = path.join(TOOLS, 'bin', 'pip');
  check('tools: virtual environment', ['python3', '-m', 'venv', TOOLS]);
  check('tools: ruff, clang-format', [pip, 'install', '-q', '--require-hashes', '-r', lock]);
}

/** Each service brings its own checks: format, lint and unit tests, as its language has them. */
function testServices() {
  const env = {
    PATH: `${path.join(TOOLS, 'bin')}${path.delimiter}${process.env.PATH ?? ''}`,
    PAIRBENCH_CACHE: path.join(CACHE, 'shared'),
  };
  for (const kind of ['servers', 'clients'])
    for (const name of readdirSync(`services/${kind}`)) {
      const folder = `services/${kind}/${name}`;
      if (existsSync(`${folder}/test.sh`))
        check(`${name}: own checks`, ['sh', 'test.sh'], env, folder);
    }
}

makeReady();
mkdirSync(path.join(CACHE, 'shared'), { recursive: true });
const bin = (name) => path.join('node_modules', '.bin', name);
check('types', [bin('tsc'), '--noEmit']);
check('lint', [bin('eslint'), '.']);
check('format', [bin('prettier'), '--check', '.']);
check('dead code', [bin('knip')]);
jest('unit tests', [
  '--testPathIgnorePatterns',
  '/tests/live/',
  '/tests/docker/',
  '/tests/cases/',
  '--maxWorkers',
  '2',
]);
check('fixture services', [process.execPath, '--test', 'tests/fixtures/services/']);
installTools();
check('build of all services', [process.execPath, 'bin/pairbench.js', 'build', '--verbose', '*']);
testServices();
// Stub services under little load: they wait more than they work.
jest('known faults', ['--maxWorkers', '2', 'tests/cases/']);
jest('live tests', ['--runInBand', 'tests/live/']);
testWithEngine();

process.stdout.write(
  `\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`,
);
process.exitCode = counts.failed > 0 ? 1 : 0;
