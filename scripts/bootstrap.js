/** Makes a checkout ready to run: packages by `npm ci`, then the compiled program. Needs Node alone. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const OLDEST_NODE = [20, 19];
const PACKAGES_STAMP = path.join(ROOT, 'node_modules', '.pairbench-lock');
const PROGRAM_STAMP = path.join(ROOT, 'dist', '.fingerprint');

class SetupFailure extends Error {}

/** @param {string[]} names files or folders below the root */
function fingerprint(names) {
  const hash = createHash('sha256');
  /** @param {string} file */
  const add = (file) => hash.update(`${path.relative(ROOT, file)}\0`).update(readFileSync(file));
  for (const name of names) {
    const start = path.join(ROOT, name);
    const entries = readdirSync(path.dirname(start), { withFileTypes: true });
    if (entries.some((entry) => entry.name === path.basename(start) && entry.isFile())) add(start);
    else
      for (const entry of readdirSync(start, { recursive: true, withFileTypes: true }))
        if (entry.isFile()) add(path.join(entry.parentPath, entry.name));
  }
  return hash.digest('hex');
}

/** @param {string} stamp @param {string} expected */
function isCurrent(stamp, expected) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === expected;
}

/** @param {string} title @param {string} command @param {string[]} args */
function step(title, command, args) {
  const started = performance.now();
  process.stderr.write(`setup    ${title} …\n`);
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (error !== undefined || status !== 0)
    throw new SetupFailure(
      `"${[command, ...args].join(' ')}" failed: ${error?.message ?? `${stdout}${stderr}`.trim()}`,
    );
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stderr.write(`setup    ${title}  ${seconds} s\n`);
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldMajor = 0, oldMinor = 0] = OLDEST_NODE;
  if (major < oldMajor || (major === oldMajor && minor < oldMinor))
    throw new SetupFailure(
      `Node ${OLDEST_NODE.join('.')} or newer is needed, this is ${process.versions.node}`,
    );
}

function installPackages() {
  const wanted = fingerprint(['package-lock.json']);
  if (isCurrent(PACKAGES_STAMP, wanted)) return;
  step('npm ci', 'npm', ['ci', '--include=dev', '--no-audit', '--no-fund']);
  writeFileSync(PACKAGES_STAMP, wanted);
}

function compileProgram() {
  const wanted = fingerprint([
    'src',
    'bench',
    'simulate',
    'chaos',
    'fuzz',
    'advice',
    // What these share with the tests.
    'tests/big-run',
    'tests/analyse/fixtures.ts',
    'tests/analyse/window-fixture.ts',
    'tests/analyse/versus/versus-fixture.ts',
    'services/clients/ab/read-ab.mjs',
    'services/clients/wrk/read-wrk.mjs',
    'services/clients/wrk/settings.mjs',
    'tsconfig.json',
    'tsconfig.build.json',
    'scripts/bundle.js',
    'package-lock.json',
  ]);
  if (isCurrent(PROGRAM_STAMP, wanted)) return;
  rmSync(path.join(ROOT, 'dist'), { recursive: true, force: true });
  const compiler = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  step('compile', process.execPath, [compiler, '-p', 'tsconfig.build.json']);
  step('bundle', process.execPath, [path.join('scripts', 'bundle.js')]);
  writeFileSync(PROGRAM_STAMP, wanted);
}

/** Ends the process with a sentence when the set-up fails: 3, something could not be built. */
export function makeReady() {
  try {
    refuseOldNode();
    // An installed package has no sources: it comes compiled, with its dependencies beside it.
    if (!existsSync(path.join(ROOT, 'src'))) return;
    installPackages();
    compileProgram();
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error;
    process.stderr.write(`pairbench: set-up: ${error.message}\n`);
    process.exit(3);
  }
}
