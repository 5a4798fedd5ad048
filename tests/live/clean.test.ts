/** `clean`: what is removed of the dead, and all that stays of the living and of others. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { identify, isRunning } from '../../src/host/process-table.ts';
import { OWNER_VARIABLE, ownOwner } from '../../src/host/owner.ts';
import { startChild } from '../helpers/children.ts';
import { fakeEngine, json } from '../helpers/fake-engine.ts';
import { writeInto } from '../helpers/temp-folder.ts';
import { until } from '../helpers/until.ts';
import type { Outcome } from './pairbench.ts';
import { pairbench } from './pairbench.ts';
import { childrenOf, LIMIT_MS, ONE, workFolder } from './resume-rig.ts';
import type { Work } from './resume-rig.ts';

const DEAD = '4194305.1';
const NO_ENGINE = { DOCKER_HOST: 'unix:///none/docker.sock' };

let work: Work;
let cache: string;

beforeEach(() => {
  cache = path.join(workFolder().folder, 'cache');
  work = workFolder({ cache });
});

function clean(
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = NO_ENGINE,
): Promise<Outcome> {
  const places = ['--cache-dir', cache, '-o', work.results];
  return pairbench(['clean', ...places, ...args], work.folder, env);
}

/** Without the sentence on the engine. */
const linesOf = ({ stdout }: Outcome): string[] =>
  stdout.split('\n').filter((line) => line !== '' && !line.startsWith('containers were not'));

/** A process as a run would have started it. */
async function childOf(owner: string): Promise<{ pid: number; runs: () => boolean }> {
  const { pid } = await startChild(['sleep', '120'], { [OWNER_VARIABLE]: owner });
  const identity = identify(pid);
  return { pid, runs: () => identity !== null && isRunning(identity) };
}

describe('processes', () => {
  it('of a dead tool are ended, and told; all others stay', async () => {
    const [left, recycled] = [await childOf(DEAD), await childOf(`${process.pid}.1`)];
    const [own, strange] = [await childOf(ownOwner()), await childOf('somebody')];
    const outcome = await clean();
    expect(outcome.exitCode).toBe(0);
    for (const { pid } of [left, recycled])
      expect(linesOf(outcome)).toContain(
        `ended process ${pid} (sleep 120), left behind by an earlier run`,
      );
    expect([left, recycled].map(({ runs }) => runs())).toEqual([false, false]);
    expect([own, strange].map(({ runs }) => runs())).toEqual([true, true]);
  });
});

describe('locks', () => {
  it('of the dead are removed, of results and of builds; those of the living stay', async () => {
    const dead = [
      writeInto(work.results, '.lock', DEAD),
      writeInto(cache, 'builds/server/go-gin/abc.lock', DEAD),
    ];
    const living = writeInto(cache, 'builds/server/go-gin/def.lock', ownOwner());
    const outcome = await clean();
    expect(linesOf(outcome)).toEqual(
      dead.map((file) => `removed the lock ${file} of a dead process`),
    );
    expect(outcome.exitCode).toBe(0);
    expect(dead.map((file) => existsSync(file))).toEqual([false, false]);
    expect(readFileSync(living, 'utf8')).toBe(ownOwner());
  });

  it('that cannot be removed are a fault of one sentence', async () => {
    mkdirSync(path.join(work.results, '.lock'), { recursive: true });
    const { exitCode, stderr } = await clean();
    expect(stderr).toMatch(
      /^pairbench: \S+\.lock cannot be removed: EISDIR.*\n {2}remove it by hand/,
    );
    expect(exitCode).toBe(2);
  });
});

describe('where nothing was left behind', () => {
  it.each([[[]], [['--builds']]])('that is said, and no folder is made: %j', async (args) => {
    const none = json([]);
    const { address } = await fakeEngine({
      ...{ 'GET /containers/json': none, 'GET /networks': none, 'GET /images/json': none },
    });
    const outcome = await clean(args, { DOCKER_HOST: address });
    expect(outcome).toEqual({ exitCode: 0, stdout: 'nothing was left behind\n', stderr: '' });
    expect(readdirSync(work.folder)).toEqual(['services']);
  });

  it('the engine that could not be asked is told', async () => {
    const { exitCode, stdout } = await clean();
    expect(stdout).toMatch(/^containers were not looked for: .+\n$/);
    expect(exitCode).toBe(0);
  });
});

describe('--builds', () => {
  const PROGRAM = 'builds/server/go-gin/abc/program';
  const BUILT = [PROGRAM, 'images/server/go-gin/abc.log', 'shared/x', 'verify-logs/y'];

  it('removes what can be built again, and nothing else of the cache', async () => {
    for (const file of BUILT) writeInto(cache, file, 'x');
    writeInto(cache, 'tools/bin/ruff', 'x');
    writeInto(work.results, 'run-1/journal.ndjson', '');
    expect(linesOf(await clean())).toEqual([]);
    expect(existsSync(path.join(cache, PROGRAM))).toBe(true);
    const outcome = await clean(['--builds']);
    expect(outcome.exitCode).toBe(0);
    expect(linesOf(outcome)).toEqual(
      ['builds', 'images', 'shared', 'verify-logs'].map((name) => `removed ${cache}/${name}`),
    );
    expect(readdirSync(cache)).toEqual(['tools']);
    expect(existsSync(path.join(work.results, 'run-1/journal.ndjson'))).toBe(true);
  });
});

it(
  'a run that goes on is left alone, with its processes, its lock and its builds',
  async () => {
    const long = ['-s', 'stub-server', '-k', 'node-undici', '-c', '2', '-d', '60s'];
    const tool = work.start(...long);
    await until('it measures', () => work.entries().at(-1)?.type === 'cell-started');
    await until('its client runs', () => childrenOf(tool, 'client').length > 0);
    const children = childrenOf(tool);
    expect(linesOf(await clean())).toEqual([]);
    const { exitCode, stderr } = await clean(['--builds']);
    expect(stderr).toBe(
      `pairbench: ${cache}: process ${tool.pid} uses the builds\n  wait for its end, or end it\n`,
    );
    expect(exitCode).toBe(2);
    expect(childrenOf(tool)).toEqual(children);
    expect(readFileSync(path.join(work.results, '.lock'), 'utf8')).toMatch(`${tool.pid}.`);
    tool.kill('SIGKILL');
    await tool.ended;
    await until('its children are gone', () => childrenOf(tool).length === 0);
    expect(linesOf(await clean(['--builds']))).toContain(`removed ${cache}/builds`);
    expect((await work.run(...ONE)).exitCode).toBe(0);
  },
  LIMIT_MS,
);
