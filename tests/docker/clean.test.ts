/** `clean` on a real engine: what a dead run has left goes; the living's, the user's and based images stay. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import type { Engine } from '../../src/host/docker/engine.ts';
import { imageName, removeImages } from '../../src/host/docker/images.ts';
import { FINGERPRINT_LABEL } from '../../src/host/docker/labels.ts';
import { pairbench } from '../live/pairbench.ts';
import { measuring } from './live-events.ts';
import { engine, FIXTURES, leftBy, LIMIT_MS, liveFolder } from './live.ts';
import type { Started } from './live.ts';

const BASE = 'node:20-bookworm-slim';

async function docker(...args: readonly string[]): Promise<string> {
  return (await execa('docker', args)).stdout;
}

describe('clean, after a run was killed while another goes on', () => {
  const live = liveFolder();
  const PAIR = ['--services', FIXTURES, '-s', 'node-http', '-k', 'node-undici', '-c', '4'];
  const LONG = [...PAIR, '-d', '120s'];
  let killed: Started;
  let other: Started;
  let own: string;
  let leftByKilled: string[];
  let said: string;

  beforeAll(async () => {
    own = await docker('run', '--detach', '--init', BASE, 'sleep', '3600');
    // Built and verified once: the two runs would do it at the same time.
    await live.start([...PAIR, '-n', '100', '-w', '0s', '--rounds', '1']).ended;
    killed = await measuring(live.start([...LONG, '--docker-network', 'bridge']));
    other = await measuring(live.start(LONG));
    leftByKilled = await leftBy(killed.pid);
    killed.kill('SIGKILL');
    await killed.ended;
    const places = ['--cache-dir', path.join(live.folder, 'cache')];
    said = (await pairbench(['clean', ...places], live.folder)).stdout;
  }, LIMIT_MS);

  afterAll(async () => {
    await docker('rm', '--force', own);
  });

  it('removes its containers and its network, and says what it removes', async () => {
    expect(leftByKilled).toHaveLength(3);
    expect(await leftBy(killed.pid)).toEqual([]);
    // Once it is dead any other tool of this machine may have been first.
    for (const line of said.trimEnd().split('\n'))
      expect(line).toMatch(/^.+, left behind by an earlier run$|^nothing was left behind$/);
  });

  it('leaves the other run and the containers of the user', async () => {
    expect(await leftBy(other.pid)).toHaveLength(2);
    other.kill('SIGINT');
    expect((await other.ended).exitCode).toBe(130);
    expect(other.entries().filter(({ type }) => type === 'cell-failed')).toEqual([]);
    expect(await docker('inspect', '--format', '{{.State.Running}}', own)).toBe('true');
  });
});

describe('the removal of images', () => {
  const fingerprint = randomBytes(8).toString('hex');
  const ours = imageName('server', 'test', fingerprint);
  const used = imageName('client', 'test', fingerprint);
  const theirs = `test-based-${fingerprint}:latest`;

  /** The engine as it would be if it had no images but those of this test: others may need theirs. */
  async function withOwnImages(): Promise<Engine> {
    const real = await engine();
    const filters = { label: [`${FINGERPRINT_LABEL}=${fingerprint}`] };
    const listImages = () => real.docker.listImages({ filters });
    const docker = new Proxy(real.docker, {
      get: (target, name): unknown =>
        name === 'listImages' ? listImages : Reflect.get(target, name, target),
    });
    return { ...real, docker };
  }

  const build = (tag: string, from: string, ...labels: readonly string[]) =>
    execa('docker', ['build', '--tag', tag, ...labels, '-'], {
      input: `FROM ${from}\nRUN echo ${tag} > /tmp/name\n`,
    });

  const names = async (): Promise<string[]> => {
    const filter = ['--filter', `label=${FINGERPRINT_LABEL}=${fingerprint}`];
    const format = ['--format', '{{.Repository}}:{{.Tag}}'];
    return (await docker('images', ...filter, ...format)).split('\n').filter(Boolean).sort();
  };

  afterEach(async () => {
    for (const name of await names()) await docker('rmi', '--force', name);
  });

  it(
    'takes ours, and neither those in use nor what somebody has based on them or named otherwise',
    async () => {
      const label = ['--label', `${FINGERPRINT_LABEL}=${fingerprint}`];
      await build(ours, BASE, ...label);
      await build(used, BASE, ...label);
      await build(theirs, ours);
      await docker('tag', ours, `test-named-${fingerprint}:mine`);
      const container = await docker('create', used, 'true');
      try {
        expect((await removeImages(await withOwnImages())).sort()).toEqual([
          `image ${used} is in use and stays`,
          `removed image ${ours}`,
        ]);
        expect(await names()).toEqual([used, theirs, `test-named-${fingerprint}:mine`].sort());
      } finally {
        await docker('rm', container);
      }
      expect(await removeImages(await withOwnImages())).toEqual([`removed image ${used}`]);
      expect(await docker('images', '-q', BASE)).not.toBe('');
    },
    LIMIT_MS,
  );
});
