import { describe, expect, test } from '@jest/globals';
import { connectEngine } from '../../../src/host/docker/engine.ts';
import type { Engine } from '../../../src/host/docker/engine.ts';
import {
  OWNER_CONTAINER_LABEL,
  OWNER_LABEL,
  ownMark,
  RUN_LABEL,
  SERVICE_LABEL,
} from '../../../src/host/docker/labels.ts';
import { removeContainer, removeRun, sweepEngine } from '../../../src/host/docker/leftovers.ts';
import { fakeEngine, json } from '../../helpers/fake-engine.ts';
import type { Answer, Answers } from '../../helpers/fake-engine.ts';

type Labels = Readonly<Record<string, string>>;

const DEAD = ownMark().replace(/[^/]*$/, `${process.pid}.1`);
const done = json({}, 204);
const refused = (status: number): Answer => json({ message: `refused with ${status}` }, status);

interface Made {
  readonly engine: Engine;
  /** `containers/ID` and `networks/ID`, in the order of the requests. */
  readonly removed: () => string[];
}

/** An engine that has a container `c` and a network `n` of these labels. */
async function engineWith(labels: Labels, answers: Answers = {}): Promise<Made> {
  const { address, requests } = await fakeEngine({
    'GET /containers/json': json([{ Id: 'c', Names: ['/pairbench-x'], Labels: labels }]),
    'GET /networks': json([{ Id: 'n', Name: 'pairbench-net', Labels: labels }]),
    'DELETE /containers/c': done,
    'DELETE /networks/n': done,
    ...answers,
  });
  return {
    engine: await connectEngine({ DOCKER_HOST: address }),
    removed: () => requests.flatMap((one) => /^DELETE \/(.*)$/.exec(one)?.[1] ?? []),
  };
}

describe('what earlier runs have left', () => {
  const SAID = [
    'removed container pairbench-x (go-gin), left behind by an earlier run',
    'removed network pairbench-net, left behind by an earlier run',
  ];

  test('is removed when its owner is dead, and told', async () => {
    const labels = { [OWNER_LABEL]: DEAD, [SERVICE_LABEL]: 'go-gin' };
    const { engine, removed } = await engineWith(labels);
    expect(await sweepEngine(engine, null)).toEqual(SAID);
    expect(removed()).toEqual(['containers/c', 'networks/n']);
  });

  test.each<[string, Labels]>([
    ['its owner runs', { [OWNER_LABEL]: ownMark() }],
    ['it has no mark, whatever else the engine gives', { [RUN_LABEL]: 'x' }],
    ['its mark is none of ours', { [OWNER_LABEL]: 'somebody' }],
    ['nothing is known of its owner', { [OWNER_LABEL]: DEAD.replace(/\/\d+\//, '/1/') }],
  ])('stays when %s', async (_, labels) => {
    const { engine, removed } = await engineWith(labels);
    expect(await sweepEngine(engine, null)).toEqual([]);
    expect(removed()).toEqual([]);
  });

  test('is removed but for a network that somebody else has joined', async () => {
    const { engine, removed } = await engineWith(
      { [OWNER_LABEL]: DEAD, [SERVICE_LABEL]: 'go-gin' },
      { 'DELETE /networks/n': refused(403) },
    );
    expect(await sweepEngine(engine, null)).toEqual(SAID.slice(0, 1));
    expect(removed()).toEqual(['containers/c', 'networks/n']);
  });

  test('may be gone by the time it is removed', async () => {
    const { engine } = await engineWith(
      { [OWNER_LABEL]: DEAD },
      { 'DELETE /containers/c': refused(404), 'DELETE /networks/n': refused(404) },
    );
    expect(await sweepEngine(engine, null)).toHaveLength(2);
  });

  test('is a fault when the engine fails to remove it', async () => {
    const labels = { [OWNER_LABEL]: DEAD };
    const { engine } = await engineWith(labels, { 'DELETE /containers/c': refused(500) });
    await expect(sweepEngine(engine, null)).rejects.toThrow('refused with 500');
  });
});

describe('what a run in a container has left', () => {
  // Seen from here its pid may well be that of a living process.
  const labels = { [OWNER_LABEL]: ownMark(), [OWNER_CONTAINER_LABEL]: 'tool' };
  const state = (Running: boolean): Answers => ({
    'GET /containers/tool/json': json({ State: { Running } }),
  });

  test.each<[string, Answers]>([
    ['has ended', state(false)],
    ['is gone', { 'GET /containers/tool/json': refused(404) }],
  ])('is removed when that %s', async (_, answers) => {
    const { engine, removed } = await engineWith(labels, answers);
    expect(await sweepEngine(engine, null)).toHaveLength(2);
    expect(removed()).toEqual(['containers/c', 'networks/n']);
  });

  test('stays while that runs', async () => {
    const { engine, removed } = await engineWith(labels, state(true));
    expect(await sweepEngine(engine, null)).toEqual([]);
    expect(removed()).toEqual([]);
  });

  test('is a fault when the engine cannot say', async () => {
    const { engine } = await engineWith(labels, { 'GET /containers/tool/json': refused(500) });
    await expect(sweepEngine(engine, null)).rejects.toThrow('refused with 500');
  });

  test('stays while its owner runs in the same container, which the engine need not know', async () => {
    const unknown = { 'GET /containers/tool/json': refused(404) };
    const { engine, removed } = await engineWith(labels, unknown);
    expect(await sweepEngine(engine, 'tool')).toEqual([]);
    expect(removed()).toEqual([]);
  });

  test('is removed when its owner is dead in the same container', async () => {
    const { engine } = await engineWith({ ...labels, [OWNER_LABEL]: DEAD }, state(true));
    expect(await sweepEngine(engine, 'tool')).toHaveLength(2);
  });
});

describe('a container that somebody else is removing', () => {
  const BEING_REMOVED = { 'DELETE /containers/c': refused(409) };

  test('is gone when its removal ends', async () => {
    const events: string[] = [];
    const { engine } = await engineWith(
      {},
      {
        ...BEING_REMOVED,
        'POST /containers/c/wait': (request, response) => {
          events.push(request.url ?? '');
          setImmediate(() => {
            events.push('removed');
            json({ StatusCode: 0 })(request, response);
          });
        },
      },
    );
    await removeContainer(engine, 'c');
    expect(events).toEqual(['/containers/c/wait?condition=removed', 'removed']);
  });

  test('may be gone before it is asked for', async () => {
    const { engine } = await engineWith(
      {},
      { ...BEING_REMOVED, 'POST /containers/c/wait': refused(404) },
    );
    await removeContainer(engine, 'c');
  });
});

describe('the end of a run', () => {
  test('asks for what carries its label, and removes all of it', async () => {
    const asked: string[] = [];
    const listing =
      (body: unknown): Answer =>
      (request, response) => {
        asked.push(new URL(request.url ?? '', 'http://engine').searchParams.get('filters') ?? '');
        json(body)(request, response);
      };
    const { engine, removed } = await engineWith(
      {},
      {
        'GET /containers/json': listing([{ Id: 'c' }, { Id: 'd' }]),
        'GET /networks': listing([{ Id: 'n' }]),
        'DELETE /containers/d': refused(404),
      },
    );
    await removeRun(engine, 'run-1');
    expect(asked).toEqual([1, 2].map(() => JSON.stringify({ label: [`${RUN_LABEL}=run-1`] })));
    expect(removed().sort()).toEqual(['containers/c', 'containers/d', 'networks/n']);
  });

  test('leaves its network to a container of somebody else that has joined it', async () => {
    const { engine } = await engineWith({}, { 'DELETE /networks/n': refused(403) });
    await removeRun(engine, 'run-1');
  });
});
