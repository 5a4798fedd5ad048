/** Things of a user that have our words in their names and labels; live-leftovers.test.ts does the same for whole runs. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { pairbench } from '../../live/pairbench.ts';

const BASE = 'node:20-bookworm-slim';
const OWN = `${process.pid}`;

type Thing = readonly [kind: string, id: string];

let things: readonly Thing[] = [];

async function docker(...args: readonly string[]): Promise<string> {
  return (await execa('docker', args)).stdout;
}

beforeAll(async () => {
  const running = (name: string, ...labels: readonly string[]): Promise<string> =>
    docker(
      ...['run', '--detach', '--init', '--name', `${name}-${OWN}`],
      ...labels.flatMap((label) => ['--label', label]),
      ...[BASE, 'sleep', '3600'],
    );
  const image = await execa('docker', ['import', '-'], { input: new Uint8Array(1024) });
  things = [
    ['container', await docker('create', BASE, 'true')],
    ['container', await running('bench-go-1')],
    ['container', await running('pairbench-go-gin')],
    ['container', await running('marked', 'pairbench.owner=me', 'pairbench.run=mine')],
    ['container', await running('half-marked', 'pairbench.run=2026-01-01T000000Z-aaaa')],
    ['container', await running('empty-mark', 'pairbench.owner=')],
    ['image', image.stdout],
    ['volume', await docker('volume', 'create', `pairbench-${OWN}`)],
    ['network', await docker('network', 'create', `pairbench-net-${OWN}`)],
    [
      'network',
      await docker('network', 'create', '--label', 'pairbench.owner=me', `marked-net-${OWN}`),
    ],
  ];
});

afterAll(async () => {
  for (const [kind, id] of things)
    await docker(kind, 'rm', ...(kind === 'volume' ? [] : ['--force']), id);
});

it('clean leaves what is not surely its own, and prunes nothing', async () => {
  const since = String(Math.floor(Date.now() / 1000));
  const env = { PAIRBENCH_RUNTIME: 'docker' };
  const { exitCode, stderr } = await pairbench(['clean'], tempFolder(), env);
  expect([exitCode, stderr]).toEqual([0, '']);
  for (const [kind, id] of things) {
    const { exitCode: found } = await execa('docker', [kind, 'inspect', id], { reject: false });
    expect([kind, id, found]).toEqual([kind, id, 0]);
  }
  const until = String(Date.now() / 1000);
  const events = ['events', '--since', since, '--until', until, '--filter', 'event=prune'];
  expect(await docker(...events)).toBe('');
});
