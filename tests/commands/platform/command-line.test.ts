import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { fakeEngine, silence } from '../../helpers/fake-engine.ts';
import { writeService } from '../../helpers/service-folder.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { pairbench } from '../../live/pairbench.ts';
import type { Outcome } from '../../live/pairbench.ts';

let work: string;

beforeEach(() => {
  work = tempFolder();
  const files = { Dockerfile: 'FROM scratch\n' };
  writeService(path.join(work, 'services'), { kind: 'server', name: 's', files });
  writeService(path.join(work, 'services'), { kind: 'client', name: 'c', files });
});

const PLACES = ['--services', 'services', '--cache-dir', 'cache'];

function dryRun(runtime: string, DOCKER_HOST: string): Promise<Outcome> {
  const args = ['--pairs', 's:c', '--dry-run', '--runtime', runtime, ...PLACES];
  return pairbench(args, work, { DOCKER_HOST });
}

describe('the first line of a run', () => {
  test('says which engine is used', async () => {
    const { address } = await fakeEngine();
    const { exitCode, stdout } = await dryRun('auto', address);
    expect(exitCode).toBe(0);
    expect(stdout.replaceAll('\n  ', ' ')).toMatch(
      `runtime docker (engine 24.0.7 at ${address}, host network)\n`,
    );
  });

  test('says why none is used', async () => {
    const { exitCode, stdout } = await dryRun('auto', `unix://${work}/docker.sock`);
    expect(exitCode).toBe(0);
    expect(stdout.replaceAll('\n  ', ' ')).toMatch(
      /^runtime process \(no Docker engine answers at /,
    );
  });
});

test('an engine that is silent does not keep the tool from ending', async () => {
  const { address } = await fakeEngine({ 'GET /_ping': silence });
  const { exitCode, stdout } = await dryRun('auto', address);
  expect(exitCode).toBe(0);
  expect(stdout.replaceAll('\n  ', ' ')).toContain('(silent for 3 s))');
});

test.each(['--dry-run', 'build'])(
  'docker that is asked for and not there ends %s with 3, one sentence and what to do',
  async (verb) => {
    const args = verb === 'build' ? ['build', 's'] : ['--pairs', 's:c', verb];
    const DOCKER_HOST = `unix://${work}/docker.sock`;
    const outcome = await pairbench([...args, '--runtime', 'docker', ...PLACES], work, {
      DOCKER_HOST,
    });
    expect(outcome).toEqual({
      exitCode: 3,
      stdout: '',
      stderr:
        `pairbench: no Docker engine answers at ${DOCKER_HOST} (ENOENT)\n` +
        '  start one (sudo systemctl start docker) or set DOCKER_HOST, or use --runtime process\n',
    });
  },
);

describe('open files of a container', () => {
  /** The platform as the tool sees it when its own hard limit is `nofile`. */
  async function platformWith(nofile: number): Promise<unknown> {
    const { address } = await fakeEngine();
    const modules = path.resolve('dist/src/commands');
    const script = `
      import { choosePlatform } from '${modules}/platform/platform.js';
      import { OptionValues } from '${modules}/option-values.js';
      import { openSession } from '${modules}/session.js';
      const values = new OptionValues({ runtime: 'docker' }, {}, { name: '', values: {} });
      const session = openSession(values, process, { signal: new AbortController().signal });
      const { machine, notices } = await choosePlatform(session, [], { run: 'run-1' });
      console.log(JSON.stringify({ nofile: machine.nofile_hard, notices }));`;
    const { stdout } = await execa(
      'sh',
      [
        '-c',
        `ulimit -n ${nofile} && exec "$@"`,
        'sh',
        process.execPath,
        '--input-type=module',
        '--eval',
        script,
      ],
      { env: { DOCKER_HOST: address } },
    );
    return JSON.parse(stdout);
  }

  test('are no more than the host allows, which is noticed', async () => {
    expect(await platformWith(4321)).toEqual({
      nofile: 4321,
      notices: ['a container may open 4321 files, not 65536: the limit of this host'],
    });
  });
});
