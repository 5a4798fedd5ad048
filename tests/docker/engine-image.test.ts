/** Images on a real engine: built once, by the reason when they cannot be, and ended by an interruption. */
import { randomBytes } from 'node:crypto';
import { appendFileSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import type { BuiltService } from '../../src/build/built-service.ts';
import type { BuildFact } from '../../src/build/facts.ts';
import { buildImage } from '../../src/build/image/build-image.ts';
import { RUN_LABEL } from '../../src/host/docker/labels.ts';
import { Interrupted } from '../../src/host/interrupted.ts';
import type { Service } from '../../src/plan/manifest.ts';
import { stubService } from '../helpers/service-folder.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { until } from '../helpers/until.ts';
import { cleanEngine, engine, IMAGE, LIMIT_MS, RUN } from './containers.ts';

cleanEngine();

/** Each test has a service of its own name. */
let name: string;
let cache: string;
let begun_s: number;

beforeEach(() => {
  name = `test-${randomBytes(4).toString('hex')}`;
  cache = tempFolder();
  begun_s = Math.floor(Date.now() / 1000);
});

async function docker(...args: string[]): Promise<string[]> {
  return (await execa('docker', args)).stdout.split('\n').filter((line) => line !== '');
}

const tags = (): Promise<string[]> => {
  const format = ['--format', '{{.Repository}}:{{.Tag}}'];
  return docker('images', ...format, '--filter', `reference=pairbench-server-${name}`);
};

afterEach(async () => {
  // By name: an id would take all the other names of an image away as well.
  for (const tag of await tags()) await docker('rmi', tag);
  const filter = ['--filter', `label=${RUN_LABEL}=${RUN}`];
  expect(await docker('ps', '--all', '-q', ...filter)).toEqual([]);
}, LIMIT_MS);

interface ServiceParts {
  readonly steps: readonly string[];
  readonly versions?: readonly string[];
  readonly build_args?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
}

const NODE_VERSION = ['node', '-p', 'JSON.stringify({ node: process.versions.node })'];

function service({
  steps,
  versions = NODE_VERSION,
  build_args = {},
  files = {},
}: ServiceParts): Service {
  const Dockerfile = [`FROM ${IMAGE}`, ...steps, ''].join('\n');
  return stubService({
    name,
    manifest: { versions: { command: versions }, docker: { build_args } },
    files: { Dockerfile, ...files },
  });
}

interface Outcome {
  readonly built: BuiltService | null;
  readonly facts: readonly BuildFact[];
}

/** `onFact` sees each of them at once. */
async function build(
  of: Service,
  signal: AbortSignal = new AbortController().signal,
  onFact: (fact: BuildFact) => void = () => undefined,
  build_args: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const facts: BuildFact[] = [];
  const emit = (fact: BuildFact): void => {
    facts.push(fact);
    onFact(fact);
  };
  const options = { engine: await engine(), run: RUN, cache, build_args, emit, signal };
  return { built: await buildImage(of, options), facts };
}

const kindsOf = ({ facts }: Outcome): string[] => facts.map(({ type }) => type);

/** How often the engine has given an image of this test its name, which each build does. */
async function builds(): Promise<number> {
  const until_s = Math.floor(Date.now() / 1000) + 1;
  const span = ['--since', String(begun_s), '--until', String(until_s)];
  const filter = ['--filter', 'type=image', '--filter', 'event=tag'];
  const format = ['--format', '{{.Actor.Attributes.name}}'];
  const events = await docker('events', ...span, ...filter, ...format);
  return events.filter((tag) => tag.startsWith(`pairbench-server-${name}:`)).length;
}

describe('an image', () => {
  it(
    'is built with its steps told, and is not built again while nothing changes',
    async () => {
      const one = service({ steps: [`RUN echo ${name}`] });
      const first = await build(one);
      expect(kindsOf(first)[0]).toBe('build-started');
      expect(first.facts).toContainEqual(
        expect.objectContaining({ type: 'build-step', step: `[2/2] RUN echo ${name}` }),
      );
      expect(first.facts.at(-1)).toMatchObject({
        type: 'build-finished',
        service: name,
        cached: false,
        versions: { node: expect.stringMatching(/^\d+\.\d+\.\d+$/) as unknown },
      });
      const again = await build(one);
      expect(kindsOf(again)).toEqual(['build-finished']);
      expect(again.facts).toMatchObject([{ cached: true }]);
      expect(again.built).toEqual(first.built);
      expect(await builds()).toBe(1);
      expect(await tags()).toEqual([`pairbench-server-${name}:${first.built?.build_id ?? ''}`]);
    },
    LIMIT_MS,
  );

  it(
    'is built again after a change, and after somebody has removed it',
    async () => {
      const one = service({ steps: ['COPY build.sh /'] });
      const first = await build(one);
      appendFileSync(path.join(one.folder, 'build.sh'), '# changed\n');
      const second = await build(one);
      expect(second.built?.build_id).not.toBe(first.built?.build_id);
      expect(second.built?.program).not.toEqual(first.built?.program);
      await docker('rmi', `pairbench-server-${name}:${second.built?.build_id ?? ''}`);
      const third = await build(one);
      expect(third.facts.at(-1)).toMatchObject({ type: 'build-finished', cached: false });
      expect(third.built?.build_id).toBe(second.built?.build_id);
      expect(await builds()).toBe(3);
    },
    LIMIT_MS,
  );

  it(
    'is built with the arguments of the manifest and of the user, and the links of its folder',
    async () => {
      const one = service({
        steps: [
          'ARG THEIRS=none MINE=none',
          'COPY . /src/',
          `RUN printf '{"theirs":"%s","mine":"%s","link":"%s"}' "$THEIRS" "$MINE" "$(cat /src/link)" > /versions`,
        ],
        versions: ['cat', '/versions'],
        build_args: { THEIRS: 'manifest', MINE: 'manifest' },
        files: { 'sub/real': 'through a link' },
      });
      symlinkSync('sub/real', path.join(one.folder, 'link'));
      const { built } = await build(one, undefined, undefined, { MINE: 'user' });
      expect(built?.versions).toEqual({
        theirs: 'manifest',
        mine: 'user',
        link: 'through a link',
      });
    },
    LIMIT_MS,
  );
});

describe('an image that cannot be built', () => {
  const FAILED = /^its image could not be built: (.*); mend this, or use --runtime process$/s;

  it(
    'is told by the reason, the log and its last lines',
    async () => {
      const steps = ['RUN echo "looking for a compiler" && echo "there is none" >&2 && exit 7'];
      const { built, facts } = await build(service({ steps }));
      expect(built).toBeNull();
      const fact = facts.at(-1);
      if (fact?.type !== 'build-failed')
        throw new Error(`it ended with ${fact?.type ?? 'nothing'}`);
      expect(FAILED.exec(fact.reason)?.[1]).toMatch(/exit code: 7$/);
      expect(fact.log_tail).toEqual(
        expect.arrayContaining(['looking for a compiler', 'there is none']),
      );
      expect(fact.log_tail.at(-1)).toMatch(/^ERROR: .* exit code: 7$/);
      expect(path.dirname(fact.log_file)).toBe(path.join(cache, 'images', 'server', name));
      expect(await tags()).toEqual([]);
    },
    LIMIT_MS,
  );

  it('is told by the reason when its Dockerfile is none', async () => {
    const { built, facts } = await build(service({ steps: ['RUNS nothing'] }));
    expect(built).toBeNull();
    const reason = expect.stringMatching(/unknown instruction: RUNS/) as unknown;
    expect(facts.at(-1)).toMatchObject({ type: 'build-failed', reason });
  });

  it.each<[string, string[], RegExp]>([
    ['fails', ['sh', '-c', 'echo "no such module" >&2; exit 3'], /failed: no such module$/],
    ['fails without a word', ['sh', '-c', 'exit 3'], /failed: exit code 3$/],
    ['is not there', ['/nowhere'], /failed: .*\/nowhere/],
    ['prints something else', ['echo', 'v1.0'], /did not print one JSON object/],
  ])(
    'is told by its versions.command, which %s',
    async (_, versions, reason) => {
      const { built, facts } = await build(service({ steps: [], versions }));
      expect(built).toBeNull();
      const fact = facts.at(-1);
      expect(fact).toMatchObject({
        type: 'build-failed',
        reason: expect.stringMatching(reason) as unknown,
      });
      expect(fact).toMatchObject({
        reason: expect.stringContaining('in its image') as unknown,
      });
    },
    LIMIT_MS,
  );
});

describe('an interruption', () => {
  // Longer than a test may take: none of them passes by waiting for it.
  const LONG = 'sleep 90';
  /** Prints the name of the test's service once its process runs; until then engines may miss an end. */
  const longBuild = (): Service => service({ steps: [`RUN echo ${name} && ${LONG}`] });

  it(
    'ends a build, which is no failure of it',
    async () => {
      const controller = new AbortController();
      const facts: BuildFact[] = [];
      const building = build(longBuild(), controller.signal, (fact) => facts.push(fact));
      const log = (): string[] =>
        facts.flatMap((fact) =>
          fact.type === 'build-started' ? readFileSync(fact.log_file, 'utf8').split('\n') : [],
        );
      await until('its command runs', () => log().includes(name));
      controller.abort();
      await expect(building).rejects.toThrow(Interrupted);
      expect(facts.filter(({ type }) => type === 'build-failed')).toEqual([]);
      expect(await tags()).toEqual([]);
    },
    LIMIT_MS,
  );

  it(
    'ends the question for versions, and its container',
    async () => {
      const controller = new AbortController();
      const one = service({ steps: [], versions: LONG.split(' ') });
      const building = build(one, controller.signal);
      const filter = ['--filter', `label=${RUN_LABEL}=${RUN}`];
      for (let found: string[] = []; found.length === 0;)
        found = await docker('ps', '-q', ...filter);
      controller.abort();
      await expect(building).rejects.toThrow(Interrupted);
      expect(await docker('ps', '--all', '-q', ...filter)).toEqual([]);
    },
    LIMIT_MS,
  );

  it(
    'leaves nothing that keeps Node from ending',
    async () => {
      const source = path.resolve('dist/src');
      const program = `
        import { readFileSync } from 'node:fs';
        import { buildImage } from '${source}/build/image/build-image.js';
        import { connectEngine } from '${source}/host/docker/engine.js';
        const controller = new AbortController();
        let look;
        const emit = ({ type, log_file }) => {
          if (type !== 'build-started') return;
          look = setInterval(() => {
            if (!readFileSync(log_file, 'utf8').split('\\n').includes('${name}')) return;
            clearInterval(look);
            controller.abort();
          }, 20);
        };
        const { signal } = controller;
        const cache = ${JSON.stringify(cache)};
        const engine = await connectEngine(process.env);
        const options = { engine, run: '${RUN}', cache, build_args: {}, signal, emit };
        await buildImage(${JSON.stringify(longBuild())}, options)
          .catch(({ name }) => console.log(name));`;
      const { stdout } = await execa(process.execPath, ['--input-type=module', '--eval', program]);
      expect(stdout).toBe('Interrupted');
    },
    LIMIT_MS,
  );
});
