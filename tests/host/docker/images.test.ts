import { describe, expect, test } from '@jest/globals';
import { connectEngine } from '../../../src/host/docker/engine.ts';
import { imageName, removeImages } from '../../../src/host/docker/images.ts';
import { FINGERPRINT_LABEL } from '../../../src/host/docker/labels.ts';
import { fakeEngine, json } from '../../helpers/fake-engine.ts';
import type { Answers } from '../../helpers/fake-engine.ts';

const OURS = imageName('server', 'go-gin', 'abc');
const REMOVAL = `/images/${OURS}`;

interface Made {
  readonly said: string[];
  /** Of all requests. */
  readonly removed: string[];
}

/** What becomes of an image that has our label and these names. */
async function removing(RepoTags: string[] | null, answers: Answers = {}): Promise<Made> {
  const { address, requests } = await fakeEngine({
    'GET /images/json': json([
      { Id: 'sha256:1', RepoTags, Labels: { [FINGERPRINT_LABEL]: 'abc' } },
    ]),
    [`DELETE ${REMOVAL}`]: json([]),
    ...answers,
  });
  const said = await removeImages(await connectEngine({ DOCKER_HOST: address }));
  return {
    said,
    removed: requests.flatMap((one) => /^DELETE (.*)$/.exec(one)?.[1] ?? []),
  };
}

test('the name of an image tells service and fingerprint', () => {
  expect(OURS).toBe('pairbench-server-go-gin:abc');
});

describe('the images of pairbench', () => {
  test('are removed by their names, and told', async () => {
    expect(await removing([OURS])).toEqual({
      said: [`removed image ${OURS}`],
      removed: [REMOVAL],
    });
  });

  test('lose our name alone when they have another', async () => {
    expect(await removing(['mine:latest', OURS])).toEqual({
      said: [`removed image ${OURS}`],
      removed: [REMOVAL],
    });
  });

  test.each([
    ['has no name', null],
    ['has no name, as newer engines say it', []],
    ['somebody has based on one of ours', ['mine:latest']],
    ['has a name like ours, but another tag', ['pairbench-server-go-gin:mine']],
  ])('are not an image that %s', async (_, names) => {
    expect(await removing(names)).toEqual({ said: [], removed: [] });
  });

  test.each([
    [404, `image ${OURS} was removed by somebody else`],
    [409, `image ${OURS} is in use and stays`],
  ])('may be refused with %i, which is told', async (status, sentence) => {
    const refusal = { [`DELETE ${REMOVAL}`]: json({ message: 'no' }, status) };
    expect((await removing([OURS], refusal)).said).toEqual([sentence]);
  });

  test('are a fault when the engine has one', async () => {
    const refusal = { [`DELETE ${REMOVAL}`]: json({ message: 'it burns' }, 500) };
    await expect(removing([OURS], refusal)).rejects.toThrow('it burns');
  });
});
