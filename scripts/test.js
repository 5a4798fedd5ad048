/** `npm test`: every check of every language, then one closing line; goes on after a failure. */
import { spawn, spawnSync } from 'node:child_process';
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

/** Each step with its wall time, for the table at the end. @type {[title: string, seconds: number][]} */
const steps = [];

/**
 * Live tests that have a machine to themselves, for they judge what was measured, or what others left behind.
 * The others start and interrupt small runs of stub services, and go well beside one another.
 */
const ALONE = [
  'ab-adapter',
  'baseline',
  'clean',
  'default-matrix',
  'foreign-load',
  'load-edges',
  'load-only',
  'sweep',
  'waiting-server',
  'wrk-adapter',
].map((name) => `tests/live/${name}.test.ts`);

/** @param {string} title @param {number} started @param {boolean} ok @param {Error | undefined} error */
function tellEnd(title, started, ok, error) {
  const seconds = (performance.now() - started) / 1000;
  steps.push([title, seconds]);
  process.stdout.write(`=== ${title}: ${ok ? 'ok' : 'FAILED'}  ${seconds.toFixed(1)} s\n`);
  if (error !== undefined) process.stdout.write(`${error.message}\n`);
}

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
  tellEnd(title, started, status === 0, error);
  return status === 0;
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

/**
 * A step that counts as one test and goes on beside another one. Of those that are `exclusive` there is only one
 * at a time.
 * @typedef {{ title: string, command: string[], cwd?: string, env?: NodeJS.ProcessEnv, exclusive?: boolean }} Aside
 */

/** Cargo's first: those wait for one another, and so are begun with. @returns {Aside[]} */
function servicesWithChecks(env) {
  const folders = ['servers', 'clients'].flatMap((kind) =>
    readdirSync(`services/${kind}`).map((name) => `services/${kind}/${name}`),
  );
  const found = folders
    .filter((folder) => existsSync(`${folder}/test.sh`))
    .map((folder) => ({
      title: `${folder.replace('services/', '')}: own checks`,
      command: ['sh', 'test.sh'],
      ...{ cwd: folder, env, exclusive: existsSync(`${folder}/Cargo.toml`) },
    }));
  return found.toSorted((a, b) => Number(b.exclusive) - Number(a.exclusive));
}

/** What it prints is kept until its end, for another one prints meanwhile. @param {Aside} step */
async function runAside({ title, command: [file = '', ...args], cwd = '.', env = {} }) {
  const started = performance.now();
  const child = spawn(file, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...WITHOUT_ENGINE, ...env },
  });
  const printed = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => printed.push(chunk));
  const { status, error } = await new Promise((resolve) => {
    child.once('error', (fault) => resolve({ status: null, error: fault }));
    child.once('close', (code) => resolve({ status: code, error: undefined }));
  });
  process.stdout.write(`\n=== ${title}\n${Buffer.concat(printed).toString()}`);
  tellEnd(title, started, status === 0, error);
  return status === 0;
}

/** Gives those that failed. @param {Aside[]} steps */
async function checkTwoAtATime(steps) {
  const waiting = [...steps];
  /** @type {Aside[]} */
  const failed = [];
  let isTaken = false;
  const work = async () => {
    for (;;) {
      const at = waiting.findIndex(({ exclusive }) => !(exclusive && isTaken));
      const [next] = at === -1 ? [] : waiting.splice(at, 1);
      if (next === undefined) return;
      if (next.exclusive) isTaken = true;
      if (await runAside(next)) counts.passed += 1;
      else failed.push(next);
      if (next.exclusive) isTaken = false;
    }
  };
  await Promise.all([work(), work()]);
  return failed;
}

/**
 * Each service brings its own checks: format, lint and unit tests, as its language has them. Some of these have
 * windows of a moment, in which the one beside it leaves them too little: what failed has the machine to itself.
 */
async function testServices() {
  const env = {
    PATH: `${path.join(TOOLS, 'bin')}${path.delimiter}${process.env.PATH ?? ''}`,
    PAIRBENCH_CACHE: path.join(CACHE, 'shared'),
  };
  for (const step of await checkTwoAtATime(servicesWithChecks(env)))
    if (await runAside({ ...step, title: `${step.title}, once more and alone` }))
      counts.passed += 1;
    else counts.failed += 1;
}

function tellWhereTheTimeWent() {
  const longest = steps.toSorted(([, a], [, b]) => b - a).slice(0, 12);
  const lines = longest.map(([title, seconds]) => `${seconds.toFixed(0).padStart(6)} s  ${title}`);
  process.stdout.write(`\n=== where the time went\n${lines.join('\n')}\n`);
}

makeReady();
mkdirSync(path.join(CACHE, 'shared'), { recursive: true });
const bin = (name) => path.join('node_modules', '.bin', name);
const faults = await checkTwoAtATime([
  { title: 'lint', command: [bin('eslint'), '.'] },
  { title: 'types', command: [bin('tsc'), '--noEmit'] },
  { title: 'format', command: [bin('prettier'), '--check', '.'] },
  { title: 'dead code', command: [bin('knip')] },
]);
counts.failed += faults.length;
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
await testServices();
// Stub services under little load: they wait more than they work.
const ignored = ALONE.flatMap((file) => ['--testPathIgnorePatterns', file]);
jest('known faults, live tests', ['--maxWorkers', '2', 'tests/cases/', 'tests/live/', ...ignored]);
jest('live tests that are alone', ['--runInBand', ...ALONE]);
testWithEngine();

tellWhereTheTimeWent();

process.stdout.write(
  `\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`,
);
process.exitCode = counts.failed > 0 ? 1 : 0;
