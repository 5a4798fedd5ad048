/** What a sweep of a real engine removes, and all that it leaves alone. */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { OWNER_LABEL, ownerState, ownMark, RUN_LABEL } from '../../src/host/docker/labels.ts';
import { removeRun, sweepEngine } from '../../src/host/docker/leftovers.ts';
import { startChild } from '../helpers/children.ts';
import { until } from '../helpers/until.ts';
import { cleanEngine, engine, IMAGE, LIMIT_MS } from './containers.ts';

cleanEngine();

type Labels = Readonly<Record<string, string>>;

/** The mark of a process that runs, until `die`. Once it is dead any tool of this machine may sweep. */
async function owner(): Promise<{ mark: string; die: () => Promise<void> }> {
  const child = await startChild(['sh', '-c', 'cut -d " " -f 22 /proc/$$/stat; exec sleep 600']);
  const mark = ownMark().replace(/[^/]*$/, `${child.pid}.${await child.line()}`);
  return {
    mark,
    die: async () => {
      process.kill(child.pid, 'SIGKILL');
      await until('the owner is gone', () => ownerState(mark, true) === 'gone');
    },
  };
}

/** Each test has names of its own, under which nothing of it stays. */
let prefix: string;
let begun_s: number;

async function docker(...args: string[]): Promise<string> {
  return (await execa('docker', args)).stdout;
}

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');

beforeEach(() => {
  prefix = `pb-sweep-${randomBytes(4).toString('hex')}`;
  begun_s = Math.floor(Date.now() / 1000);
});

afterEach(async () => {
  const filter = ['--filter', `name=${prefix}`];
  const containers = lines(await docker('ps', '--all', '-q', ...filter));
  await remove('rm', '--force', '--volumes', ...containers);
  for (const kind of ['network', 'volume'])
    await remove(kind, 'rm', ...lines(await docker(kind, 'ls', '-q', ...filter)));
  // By name: an id would take all the other names of an image away as well.
  const names = ['--format', '{{.Repository}}:{{.Tag}}', '--filter', `reference=${prefix}*`];
  await remove('rmi', ...lines(await docker('images', ...names)));
  expect(await present()).toEqual([]);
}, LIMIT_MS);

/** It may be gone by now, and with no name at all this is wrong usage. */
async function remove(...args: string[]): Promise<void> {
  await execa('docker', args, { reject: false });
}

const flags = (labels: Labels): string[] =>
  Object.entries(labels).flatMap(([name, value]) => ['--label', `${name}=${value}`]);

/** A container that runs in a network of its own; both have these labels. */
async function make(name: string, labels: Labels, more: readonly string[] = []): Promise<void> {
  const full = `${prefix}-${name}`;
  await docker('network', 'create', ...flags(labels), full);
  const run = ['run', '--detach', '--name', full, '--network', full, ...flags(labels), ...more];
  await docker(...run, IMAGE, 'sleep', '600');
}

/** Of nothing. */
async function makeImage(name: string): Promise<void> {
  const emptyTar = Buffer.alloc(10_240);
  await execa('docker', ['import', '-', `${prefix}-${name}`], { input: emptyTar });
}

/** `container NAME`, `network NAME`, `volume NAME` and `image NAME` of this test. */
async function present(): Promise<string[]> {
  const filter = ['--filter', `name=${prefix}`];
  const format = (text: string): string[] => ['--format', text];
  const found = await Promise.all([
    docker('ps', '--all', ...filter, ...format('container {{.Names}}')),
    docker('network', 'ls', ...filter, ...format('network {{.Name}}')),
    docker('volume', 'ls', ...filter, ...format('volume {{.Name}}')),
    docker('images', '--filter', `reference=${prefix}*`, ...format('image {{.Repository}}')),
  ]);
  return found
    .flatMap(lines)
    .map((line) => line.replace(`${prefix}-`, ''))
    .sort();
}

const both = (...names: string[]): string[] =>
  ['container', 'network'].flatMap((kind) => names.map((name) => `${kind} ${name}`)).sort();

/** Sentences about this test; others may have left something as well. */
async function sweep(): Promise<string[]> {
  const said = await sweepEngine(await engine());
  return said.filter((text) => text.includes(prefix)).map((text) => text.replace(`${prefix}-`, ''));
}

describe('a sweep', () => {
  it(
    'removes what a dead owner has left, running or not, and nothing else',
    async () => {
      const labels = { [RUN_LABEL]: prefix };
      const { mark, die } = await owner();
      await make('dead', { ...labels, [OWNER_LABEL]: mark });
      await make('stopped', { ...labels, [OWNER_LABEL]: mark });
      await docker('stop', '--time', '0', `${prefix}-stopped`);
      await make('living', { ...labels, [OWNER_LABEL]: ownMark() });
      await make('elsewhere', { ...labels, [OWNER_LABEL]: mark.replace(/\/\d+\//, '/1/') });
      await make('unmarked', labels);
      await make('foreign', { [OWNER_LABEL]: 'somebody' });
      await make('bare', {});
      await docker('volume', 'create', `${prefix}-data`);
      await makeImage('image');
      const stays = [
        ...both('living', 'elsewhere', 'unmarked', 'foreign', 'bare'),
        ...['volume data', 'image image'],
      ].sort();
      expect(await present()).toEqual([...stays, ...both('dead', 'stopped')].sort());
      await die();
      const said = await sweep();
      for (const text of said)
        expect(text).toMatch(
          /^removed (container (dead|stopped) \(\?\)|network (dead|stopped)), left behind by an earlier run$/,
        );
      expect(await present()).toEqual(stays);
      expect(await sweep()).toEqual([]);
    },
    LIMIT_MS,
  );

  it(
    'takes the anonymous volumes of a container with it, and leaves the others',
    async () => {
      await docker('volume', 'create', `${prefix}-named`);
      const volumes = ['--volume', `${prefix}-named:/named`, '--volume', '/anonymous'];
      const { mark, die } = await owner();
      await make('dead', { [OWNER_LABEL]: mark }, volumes);
      const mounts = ['inspect', '--format', '{{range .Mounts}}{{println .Name}}{{end}}'];
      const names = lines(await docker(...mounts, `${prefix}-dead`));
      expect(names).toHaveLength(2);
      await die();
      await sweep();
      const all = lines(await docker('volume', 'ls', '-q'));
      expect(names.filter((name) => all.includes(name))).toEqual([`${prefix}-named`]);
    },
    LIMIT_MS,
  );

  it(
    'leaves a network that a container of somebody else has joined',
    async () => {
      const { mark, die } = await owner();
      await make('dead', { [OWNER_LABEL]: mark });
      const name = `${prefix}-guest`;
      await docker(
        'run',
        '--detach',
        '--name',
        name,
        '--network',
        `${prefix}-dead`,
        IMAGE,
        'sleep',
        '600',
      );
      await die();
      expect(await sweep()).not.toContainEqual(expect.stringMatching(/network/));
      expect(await present()).toEqual(['container guest', 'network dead']);
    },
    LIMIT_MS,
  );

  it(
    'may be made by several tools at the same time',
    async () => {
      const { mark, die } = await owner();
      await make('dead', { [OWNER_LABEL]: mark });
      await die();
      await Promise.all([sweep(), sweep(), sweep()]);
      expect(await present()).toEqual([]);
    },
    LIMIT_MS,
  );
});

describe('the end of a run', () => {
  it(
    'removes what is of this run, and of no other',
    async () => {
      await make('mine', { [OWNER_LABEL]: ownMark(), [RUN_LABEL]: prefix });
      await make('other', { [OWNER_LABEL]: ownMark(), [RUN_LABEL]: `${prefix}-other` });
      await removeRun(await engine(), prefix);
      expect(await present()).toEqual(both('other'));
    },
    LIMIT_MS,
  );
});

describe('the log of the engine', () => {
  it(
    'has the removals, and no prune of anything',
    async () => {
      const { mark, die } = await owner();
      await make('dead', { [OWNER_LABEL]: mark });
      await die();
      await sweep();
      const until_s = Math.floor(Date.now() / 1000) + 1;
      const span = ['--since', String(begun_s), '--until', String(until_s)];
      const format = ['--format', '{{.Type}} {{.Action}} {{.Actor.Attributes.name}}'];
      const events = lines(await docker('events', ...span, ...format));
      expect(events).toContain(`container destroy ${prefix}-dead`);
      expect(events).toContain(`network destroy ${prefix}-dead`);
      expect(events.filter((event) => event.split(' ')[1] === 'prune')).toEqual([]);
    },
    LIMIT_MS,
  );
});
