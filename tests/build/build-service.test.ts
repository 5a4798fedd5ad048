import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { buildService } from '../../src/build/build-service.ts';
import type { BuildOptions } from '../../src/build/build-service.ts';
import { outputOf } from '../helpers/fixture-service.ts';
import type { BuildFact } from '../../src/build/facts.ts';
import { buildFactSchema } from '../../src/build/facts.ts';
import { Interrupted } from '../../src/host/interrupted.ts';
import { isRunning, readStat } from '../../src/host/process-table.ts';
import type { ProcessIdentity } from '../../src/host/process-table.ts';
import { stubService } from '../helpers/service-folder.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';
import { until } from '../helpers/until.ts';

interface Stage {
  readonly options: BuildOptions;
  readonly facts: BuildFact[];
  readonly interrupt: () => void;
}

function stage(): Stage {
  const facts: BuildFact[] = [];
  const controller = new AbortController();
  const emit = (fact: BuildFact): void => {
    facts.push(buildFactSchema.parse(fact));
  };
  return {
    options: { cache: tempFolder(), emit, signal: controller.signal },
    facts,
    interrupt: () => {
      controller.abort();
    },
  };
}

function failureOf({ facts }: Stage): Extract<BuildFact, { type: 'build-failed' }> {
  const failed = facts.find((fact) => fact.type === 'build-failed');
  if (failed === undefined) throw new Error('no build has failed');
  return failed;
}

describe('a build', () => {
  test('gives a service that can be started, and its versions', async () => {
    const { options, facts } = stage();
    const built = await buildService(stubService(), options);
    const out = outputOf(built);
    expect(readFileSync(path.join(out, 'program'), 'utf8')).toBe('built\n');
    expect(built).toMatchObject({
      program: { kind: 'command', words: [`${out}/program`, `--cache=${options.cache}/shared`] },
      versions: { none: '1.0' },
    });
    expect(facts.map(({ type }) => type)).toEqual(['build-started', 'build-finished']);
    expect(facts[1]).toMatchObject({ cached: false, fingerprint: built?.build_id });
  });

  test('is not made a second time', async () => {
    const { options, facts } = stage();
    const service = stubService({ files: { 'build.sh': 'date +%N > "$PAIRBENCH_OUT/program"' } });
    const first = await buildService(service, options);
    const program = readFileSync(path.join(outputOf(first), 'program'), 'utf8');
    expect(await buildService(service, options)).toEqual(first);
    expect(readFileSync(path.join(outputOf(first), 'program'), 'utf8')).toBe(program);
    expect(facts.slice(2)).toMatchObject([{ type: 'build-finished', cached: true }]);
  });

  test('is not that of the other kind of its name, though the inputs are the same', async () => {
    const { options, facts } = stage();
    const [server, client] = [stubService(), stubService({ kind: 'client' })];
    const first = await buildService(server, options);
    const second = await buildService(client, options);
    expect(second?.build_id).toBe(first?.build_id);
    expect(outputOf(second)).not.toBe(outputOf(first));
    expect(facts.filter(({ type }) => type === 'build-started')).toMatchObject([
      { kind: 'server', service: 'sh-stub' },
      { kind: 'client', service: 'sh-stub' },
    ]);
  });

  test('is made again when its output is gone or an input has changed', async () => {
    const { options, facts } = stage();
    const service = stubService();
    const first = await buildService(service, options);
    rmSync(outputOf(first), { recursive: true });
    expect(await buildService(service, options)).toEqual(first);
    writeInto(service.folder, 'build.sh', 'echo two > "$PAIRBENCH_OUT/program"');
    expect((await buildService(service, options))?.build_id).not.toBe(first?.build_id);
    expect(facts.filter(({ type }) => type === 'build-started')).toHaveLength(3);
  });

  test('starts from an empty folder after one that failed', async () => {
    const { options } = stage();
    const flag = path.join(tempFolder(), 'flag');
    const script = `ls "$PAIRBENCH_OUT"; touch "$PAIRBENCH_OUT/rest"; [ -e ${flag} ]`;
    const service = stubService({ files: { 'build.sh': script } });
    expect(await buildService(service, options)).toBeNull();
    writeInto('/', flag, '');
    const built = await buildService(service, options);
    expect(readFileSync(`${outputOf(built)}.log`, 'utf8')).toBe('');
  });

  test('runs in the folder of the service and shares a cache with the others', async () => {
    const { options } = stage();
    const script = 'pwd; ls .; echo "$PAIRBENCH_CACHE"; touch "$PAIRBENCH_CACHE/used"';
    const service = stubService({ files: { 'build.sh': script } });
    const built = await buildService(service, options);
    expect(readFileSync(`${outputOf(built)}.log`, 'utf8')).toBe(
      `${service.folder}\nbuild.sh\nservice.yaml\n${options.cache}/shared\n`,
    );
    expect(existsSync(path.join(options.cache, 'shared', 'used'))).toBe(true);
  });

  test('that prints much is not stopped by that', async () => {
    const { options } = stage();
    const service = stubService({
      files: { 'build.sh': 'yes | head -c 3000000; yes | head -c 3000000 >&2' },
    });
    expect(await buildService(service, options)).not.toBeNull();
  });
});

describe('a build that fails', () => {
  test('is told with the end of its log', async () => {
    const one = stage();
    const script = 'seq 100; echo "error: no such crate" >&2; exit 7';
    const service = stubService({ files: { 'build.sh': script } });
    expect(await buildService(service, one.options)).toBeNull();
    const { reason, log_tail, log_file } = failureOf(one);
    expect(reason).toBe('"sh build.sh" ended with exit code 7');
    expect(log_tail).toHaveLength(20);
    expect(log_tail.slice(-2)).toEqual(['100', 'error: no such crate']);
    expect(readFileSync(log_file, 'utf8')).toMatch(/^1\n2\n/);
  });

  test('is tried again the next time', async () => {
    const one = stage();
    const service = stubService({ files: { 'build.sh': 'exit 1' } });
    await buildService(service, one.options);
    await buildService(service, one.options);
    expect(one.facts.map(({ type }) => type)).toEqual([
      'build-started',
      'build-failed',
      'build-started',
      'build-failed',
    ]);
  });

  test('for want of its program says so in one line', async () => {
    const one = stage();
    const build = { command: ['no-such-compiler', 'x'], inputs: ['build.sh'] };
    expect(await buildService(stubService({ manifest: { build } }), one.options)).toBeNull();
    expect(failureOf(one).reason).toMatch(/^.*no-such-compiler x: .*ENOENT$/);
  });

  test('by a signal names it', async () => {
    const one = stage();
    const service = stubService({ files: { 'build.sh': 'kill -SEGV $$' } });
    expect(await buildService(service, one.options)).toBeNull();
    expect(failureOf(one).reason).toMatch(/SIGSEGV/);
  });
});

describe('a versions command', () => {
  test.each([
    ['prints nonsense', ['echo', 'version 1']],
    ['prints a list', ['echo', '["1"]']],
    ['prints a number as a version', ['echo', '{"gin":1}']],
    ['prints nothing', ['true']],
  ])('that %s makes the build fail', async (_, command) => {
    const one = stage();
    const service = stubService({ manifest: { versions: { command } } });
    expect(await buildService(service, one.options)).toBeNull();
    expect(failureOf(one).reason).toBe(
      `versions.command "${command.join(' ')}" did not print one JSON object of library to version`,
    );
    expect(await buildService(service, one.options)).toBeNull();
  });

  test('that fails is told with its last words', async () => {
    const one = stage();
    const command = ['sh', '-c', 'echo first >&2; echo "no module gin" >&2; exit 1'];
    await buildService(stubService({ manifest: { versions: { command } } }), one.options);
    expect(failureOf(one).reason).toMatch(/^versions\.command ".*" failed: no module gin$/);
  });

  test('that cannot be started says why', async () => {
    const one = stage();
    const versions = { command: ['{out}/missing', '--versions'] };
    await buildService(stubService({ manifest: { versions } }), one.options);
    expect(failureOf(one).reason).toMatch(
      /^versions\.command ".*\/missing --versions" failed: .*ENOENT/,
    );
  });
});

describe('an interruption', () => {
  const LONG = 'sleep 60 & echo $! $$ > "$PAIRBENCH_CACHE/pids"; sleep 60';

  function identities(file: string): ProcessIdentity[] {
    const pids = readFileSync(file, 'utf8').trim().split(' ').map(Number);
    return pids.map((pid) => ({ pid, start_ticks: readStat(pid)?.start_ticks ?? '' }));
  }

  test('ends a build with all of its processes, and leaves no build behind', async () => {
    const { options, facts, interrupt } = stage();
    const service = stubService({ files: { 'build.sh': LONG } });
    const building = buildService(service, options);
    const pids = path.join(options.cache, 'shared', 'pids');
    await until('it builds', () => existsSync(pids) && readFileSync(pids, 'utf8').endsWith('\n'));
    const processes = identities(pids);
    expect(processes.map(isRunning)).toEqual([true, true]);
    interrupt();
    await expect(building).rejects.toThrow(Interrupted);
    await until('all have ended', () => !processes.some(isRunning));
    expect(facts.map(({ type }) => type)).toEqual(['build-started']);
    const [fact] = facts;
    const base = path.join(options.cache, 'builds', 'server', service.name);
    const name = fact?.type === 'build-started' ? fact.fingerprint : '';
    expect(existsSync(path.join(base, `${name}.json`))).toBe(false);
    expect(existsSync(path.join(base, `${name}.lock`))).toBe(false);
  });

  test('that came before starts no build', async () => {
    const { options, facts, interrupt } = stage();
    interrupt();
    const building = buildService(stubService({ files: { 'build.sh': LONG } }), options);
    await expect(building).rejects.toThrow(Interrupted);
    expect(facts).toEqual([]);
  });
});
