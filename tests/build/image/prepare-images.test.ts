import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { BuildFact } from '../../../src/build/facts.ts';
import { prepareImages } from '../../../src/build/image/prepare-images.ts';
import type { ImageOptions } from '../../../src/build/image/build-image.ts';
import { connectEngine } from '../../../src/host/docker/engine.ts';
import { Interrupted } from '../../../src/host/interrupted.ts';
import { fakeEngine, json } from '../../helpers/fake-engine.ts';
import type { Answer, Answers } from '../../helpers/fake-engine.ts';
import { faultOf } from '../../helpers/fault.ts';
import { stubService } from '../../helpers/service-folder.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { until } from '../../helpers/until.ts';

interface Stage extends ImageOptions {
  readonly facts: BuildFact[];
  readonly requests: readonly string[];
  readonly controller: AbortController;
}

async function stage(answers: Answers): Promise<Stage> {
  const { address, requests } = await fakeEngine(answers);
  const facts: BuildFact[] = [];
  const controller = new AbortController();
  return {
    engine: await connectEngine({ DOCKER_HOST: address }),
    run: 'run-1',
    cache: tempFolder(),
    build_args: {},
    emit: (fact) => {
      facts.push(fact);
    },
    signal: controller.signal,
    facts,
    requests,
    controller,
  };
}

const NO_IMAGE: Answers = { 'GET /images/json': json([]) };
const withDockerfile = (name: string) =>
  stubService({ name, files: { Dockerfile: 'FROM scratch\n' } });

/** The context must be taken first, or the client would break off. */
const afterContext =
  (answer: Answer): Answer =>
  (request, response) => {
    request.on('end', () => {
      answer(request, response);
    });
    request.resume();
  };

const failing = (reason: string): Answer =>
  afterContext((_, response) => response.end(`${JSON.stringify({ error: reason })}\r\n`));

describe('preparing images', () => {
  test('leaves out what has no Dockerfile, and says what to do', async () => {
    const options = await stage(NO_IMAGE);
    expect(await prepareImages([stubService({ name: 'bare' })], options)).toEqual([]);
    expect(options.facts).toEqual([
      {
        type: 'service-skipped',
        kind: 'server',
        service: 'bare',
        reason: 'its folder has no Dockerfile',
        remedy: 'write one, see services/README.md, or use --runtime process',
      },
    ]);
    expect(options.requests).not.toContain('POST /build');
  });

  test('keeps the logs of a server and a client of one name apart', async () => {
    const options = await stage({ ...NO_IMAGE, 'POST /build': failing('no such base image') });
    const twins = (['server', 'client'] as const).map((kind) =>
      stubService({ kind, name: 'twin', files: { Dockerfile: 'FROM none' } }),
    );
    expect(await prepareImages(twins, options)).toEqual([]);
    const failed = options.facts.filter((fact) => fact.type === 'build-failed');
    expect(failed.map(({ kind }) => kind).sort()).toEqual(['client', 'server']);
    for (const { kind, log_file } of failed)
      expect(path.relative(options.cache, log_file)).toMatch(
        new RegExp(`^images/${kind}/twin/[0-9a-f]{16}[.]log$`),
      );
  });

  test('leaves out what cannot be built, by the reason of the engine, and goes on', async () => {
    const options = await stage({ ...NO_IMAGE, 'POST /build': failing('no such base image') });
    expect(await prepareImages(['a', 'b', 'c'].map(withDockerfile), options)).toEqual([]);
    const reason =
      'its image could not be built: no such base image; mend this, or use --runtime process';
    const failed = options.facts.filter(({ type }) => type === 'build-failed');
    expect(failed.map((fact) => 'service' in fact && fact.service).sort()).toEqual(['a', 'b', 'c']);
    for (const fact of failed) expect(fact).toMatchObject({ reason, log_tail: [] });
  });

  test.each([
    [
      'refuses',
      json({ message: 'dockerfile parse error on line 1' }, 400),
      'dockerfile parse error on line 1',
    ],
    ['fails', json({ message: 'no space left on device' }, 500), 'no space left on device'],
  ])('names the reason when the engine %s the build', async (_, answer, reason) => {
    const options = await stage({ ...NO_IMAGE, 'POST /build': afterContext(answer) });
    expect(await prepareImages([withDockerfile('a')], options)).toEqual([]);
    expect(options.facts.at(-1)).toMatchObject({
      type: 'build-failed',
      reason: expect.stringContaining(reason) as unknown,
    });
  });

  test('does not believe an engine that has no image after it was built', async () => {
    const built = afterContext((_, response) => response.end('{"id":"moby.image.id","aux":{}}\n'));
    const options = await stage({ ...NO_IMAGE, 'POST /build': built });
    expect(await prepareImages([withDockerfile('a')], options)).toEqual([]);
    expect(options.facts.at(-1)).toMatchObject({
      type: 'build-failed',
      reason: 'the engine says it was built, but does not have the image',
    });
  });

  test('ends at once when it is interrupted while the engine builds', async () => {
    const building = new Set<unknown>();
    const options = await stage({
      ...NO_IMAGE,
      'POST /build': afterContext((request, response) => {
        building.add(request);
        response.on('close', () => building.delete(request));
        response.write('{"stream":"it builds"}\n');
        if (building.size === 2) options.controller.abort();
      }),
    });
    const services = ['a', 'b', 'c'].map(withDockerfile);
    await expect(prepareImages(services, options)).rejects.toThrow(Interrupted);
    // This is how the engine learns that nobody wants the images any more.
    await until('the connections are closed', () => building.size === 0);
    expect(options.facts.filter(({ type }) => type !== 'build-started')).toEqual([]);
  });

  test('does not begin when it has been interrupted', async () => {
    const options = await stage(NO_IMAGE);
    options.controller.abort();
    await expect(prepareImages([withDockerfile('a')], options)).rejects.toThrow(Interrupted);
    expect(options.facts).toEqual([]);
  });

  test('asks for the manifest and the arguments of the user, which overrule it', async () => {
    let asked: Record<string, string> = {};
    const options = await stage({
      ...NO_IMAGE,
      'POST /build': (request, response) => {
        asked = Object.fromEntries(new URL(request.url ?? '', 'http://engine').searchParams);
        failing('enough')(request, response);
      },
    });
    const docker = { build_args: { BASE: 'theirs', KEPT: 'yes' } };
    const service = stubService({ name: 'a', files: { Dockerfile: '' }, manifest: { docker } });
    await prepareImages([service], { ...options, build_args: { BASE: 'mine' } });
    expect(asked).toMatchObject({
      version: '2',
      t: expect.stringMatching(/^pairbench-server-a:[0-9a-f]{16}$/) as unknown,
    });
    expect(JSON.parse(asked.buildargs ?? '')).toEqual({ BASE: 'mine', KEPT: 'yes' });
    expect(JSON.parse(asked.labels ?? '')).toEqual({
      'pairbench.service': 'server/a',
      'pairbench.fingerprint': asked.t?.split(':')[1],
    });
    // A registry would be asked for the base image each time.
    expect(asked).not.toHaveProperty('pull');
  });

  test('is a fault of the user when a link leaves the folder', async () => {
    const service = withDockerfile('a');
    symlinkSync('/etc/hostname', `${service.folder}/astray`);
    const options = await stage(NO_IMAGE);
    const { message } = await faultOf(() => prepareImages([service], options));
    expect(message).toBe('a: astray lies outside the service folder');
  });
});
