/** What a killed run leaves behind is removed by the next one, and nothing else is ever touched. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { measuring } from './live-events.ts';
import { FIXTURES, leftBy, LIMIT_MS, liveFolder } from './live.ts';
import type { Started } from './live.ts';

const live = liveFolder();
const PAIR = ['--services', FIXTURES, '-s', 'node-http', '-k', 'node-undici', '-c', '4'];
const SHORT = [...PAIR, '-n', '100', '-w', '100ms', '--rounds', '1'];
const LONG = [...PAIR, '-d', '120s'];
const BASE = 'node:20-bookworm-slim';
const SUFFIX = String(process.pid);

async function docker(...args: readonly string[]): Promise<string> {
  return (await execa('docker', args)).stdout;
}

/** Things of a user that a prune, or a search by name, would take away: none is in use. */
async function makeOwnThings(): Promise<readonly (readonly [string, string])[]> {
  const stopped = await docker('create', BASE, 'true');
  const named = ['--name', `pairbench-x-${SUFFIX}`, '--label', 'pairbench=mine'];
  const running = await docker('run', '--detach', '--init', ...named, BASE, 'sleep', '3600');
  const made = execa('docker', ['import', '-'], { input: new Uint8Array(1024) });
  const image = (await made).stdout;
  const volume = await docker('volume', 'create');
  const network = await docker('network', 'create', `pairbench-net-${SUFFIX}`);
  return [
    ['container', stopped],
    ['container', running],
    ['image', image],
    ['volume', volume],
    ['network', network],
  ];
}

/** Those that are not there any more. */
async function missing(things: readonly (readonly [string, string])[]): Promise<string[]> {
  const states = things.map(async ([kind, id]) => {
    const { exitCode } = await execa('docker', [kind, 'inspect', id], { reject: false });
    return exitCode === 0 ? [] : [`${kind} ${id}`];
  });
  return (await Promise.all(states)).flat();
}

function noticesOf(tool: Started): string[] {
  return tool.entries().flatMap((entry) => (entry.type === 'notice' ? [entry.message] : []));
}

describe('a run killed by SIGKILL', () => {
  let things: readonly (readonly [string, string])[] = [];
  let killed: Started;
  let other: Started;
  let next: Started;
  let leftByKilled: string[];
  let madeByOther: string[];
  let began_s: number;

  beforeAll(async () => {
    began_s = Math.floor(Date.now() / 1000);
    things = await makeOwnThings();
    // Built and verified once: the two runs would do it at the same time.
    await live.start(SHORT).ended;
    killed = await measuring(live.start([...LONG, '--docker-network', 'bridge']));
    other = await measuring(live.start(LONG));
    killed.kill('SIGKILL');
    await killed.ended;
    leftByKilled = await leftBy(killed.pid);
    madeByOther = await leftBy(other.pid);
    next = live.start(SHORT);
    await next.ended;
  }, LIMIT_MS);

  afterAll(async () => {
    for (const [kind, id] of things)
      await docker(kind, 'rm', ...(kind === 'volume' ? [] : ['--force']), id);
  });

  it('leaves its containers and its network', () => {
    expect(leftByKilled).toEqual([
      expect.stringMatching(/^\/pairbench-node-http-/),
      expect.stringMatching(/^\/pairbench-node-undici-/),
      expect.stringMatching(/^pairbench-\d{4}-/),
    ]);
  });

  it('is cleaned up after by the next run, which says so and is done', async () => {
    expect(await leftBy(killed.pid)).toEqual([]);
    expect(await next.ended).toMatchObject({ exitCode: 0 });
    const said = noticesOf(next).filter((message) => message.includes('left behind'));
    expect(said).toHaveLength(leftByKilled.length);
    for (const name of leftByKilled) expect(said.join()).toContain(name.replace(/^\//, ''));
  });

  it('is no reason to touch another run', async () => {
    expect(madeByOther).toHaveLength(2);
    expect(await leftBy(other.pid)).toEqual(madeByOther);
    other.kill('SIGINT');
    expect(await other.ended).toMatchObject({ exitCode: 130 });
    expect(other.entries().filter(({ type }) => type === 'cell-failed')).toEqual([]);
  });

  it("leaves the user's own things alone: nothing is missing, nothing was pruned", async () => {
    expect(await missing(things)).toEqual([]);
    expect(await docker('inspect', '--format', '{{.State.Running}}', `pairbench-x-${SUFFIX}`)).toBe(
      'true',
    );
    const times = ['--since', String(began_s), '--until', String(Date.now() / 1000)];
    expect(await docker('events', ...times, '--filter', 'event=prune')).toBe('');
  });
});
