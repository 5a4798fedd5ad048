import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { BuildFact } from '../../src/build/facts.ts';
import { prepareServices } from '../../src/build/prepare.ts';
import type { PrepareOptions } from '../../src/build/prepare.ts';
import type { InstallPolicy } from '../../src/build/packages.ts';
import { Interrupted } from '../../src/host/interrupted.ts';
import { OWNER_VARIABLE, ownOwner } from '../../src/host/owner.ts';
import { processesMarked } from '../../src/host/process-table.ts';
import { fakeTool } from '../helpers/fake-tools.ts';
import { faultOf } from '../helpers/fault.ts';
import { stubService } from '../helpers/service-folder.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { until } from '../helpers/until.ts';

const NO_INSTALL: InstallPolicy = { allowed: false, ask: null, isRoot: false, hasApt: true };

interface Stage extends PrepareOptions {
  readonly facts: BuildFact[];
  readonly controller: AbortController;
}

function stage(policy: InstallPolicy = NO_INSTALL): Stage {
  const facts: BuildFact[] = [];
  const controller = new AbortController();
  const emit = (fact: BuildFact): void => {
    facts.push(fact);
  };
  return { facts, controller, emit, policy, cache: tempFolder(), signal: controller.signal };
}

const lacking = (name: string, requirement: object): ReturnType<typeof stubService> =>
  stubService({ name, manifest: { requires: [requirement] } });

describe('preparing services', () => {
  test('builds all, and gives them in the order asked for', async () => {
    const options = stage();
    const slow = stubService({ name: 'slow', files: { 'build.sh': 'sleep 0.3' } });
    const services = [slow, ...['b', 'c', 'd'].map((name) => stubService({ name }))];
    const built = await prepareServices(services, options);
    expect(built.map(({ service }) => service)).toEqual(services);
  });

  test('leaves out what lacks something, says how to mend it, and builds the rest', async () => {
    const options = stage();
    const built = await prepareServices(
      [
        lacking('a', { tool: 'no-such-tool', apt: 'the-tool' }),
        stubService({ name: 'good' }),
        lacking('b', { python_module: 'no_such_module' }),
      ],
      options,
    );
    expect(built.map(({ service }) => service.name)).toEqual(['good']);
    expect(options.facts.filter(({ type }) => type === 'service-skipped')).toEqual([
      {
        type: 'service-skipped',
        kind: 'server',
        service: 'a',
        reason: 'no-such-tool is not installed',
        remedy: 'sudo apt-get install -y --no-install-recommends the-tool',
      },
      {
        type: 'service-skipped',
        kind: 'server',
        service: 'b',
        reason: 'the Python module no_such_module is missing',
        remedy: 'install what is missing, see README.md',
      },
    ]);
  });

  test('leaves out the one of two namesakes that lacks something', async () => {
    const options = stage();
    const server = stubService({ name: 'twin' });
    const requires = [{ tool: 'no-such-tool' }];
    const client = stubService({ kind: 'client', name: 'twin', manifest: { requires } });
    const built = await prepareServices([server, client], options);
    expect(built.map(({ service }) => service)).toEqual([server]);
    expect(options.facts.filter(({ type }) => type === 'service-skipped')).toMatchObject([
      { kind: 'client', service: 'twin' },
    ]);
  });

  test('leaves out what cannot be built, and builds the rest', async () => {
    const options = stage();
    const bad = stubService({ name: 'bad', files: { 'build.sh': 'exit 1' } });
    const built = await prepareServices([bad, stubService({ name: 'good' })], options);
    expect(built.map(({ service }) => service.name)).toEqual(['good']);
    expect(options.facts).toContainEqual(expect.objectContaining({ type: 'build-failed' }));
  });

  test('brings what is missing first, where it may', async () => {
    const options = stage({ allowed: true, ask: null, isRoot: true, hasApt: true });
    const tools = fakeTool('unrelated', '');
    fakeTool('apt-get', `printf '#!/bin/sh\\necho 1.0' > ${tools}/late; chmod +x ${tools}/late`);
    const built = await prepareServices([lacking('a', { tool: 'late', apt: 'late' })], options);
    expect(built).toHaveLength(1);
    expect(options.facts.map(({ type }) => type)).toEqual([
      'packages-installed',
      'build-started',
      'build-finished',
    ]);
  });
});

describe('when it cannot go on', () => {
  const ownProcesses = (): number[] => {
    const own = processesMarked(OWNER_VARIABLE, (value) => value === ownOwner());
    return own.map(({ pid }) => pid);
  };

  const LONG = 'echo $$ > "$PAIRBENCH_CACHE/pid"; sleep 60';

  /** Waits until the long build runs. */
  async function running({ cache }: Stage): Promise<void> {
    const file = path.join(cache, 'shared', 'pid');
    await until('it builds', () => existsSync(file) && readFileSync(file, 'utf8') !== '');
  }

  test('an interruption ends all builds before it is reported', async () => {
    const options = stage();
    const services = ['a', 'b', 'c'].map((name) =>
      stubService({ name, files: { 'build.sh': LONG } }),
    );
    const preparing = prepareServices(services, options);
    await running(options);
    options.controller.abort();
    await expect(preparing).rejects.toThrow(Interrupted);
    await until('all have ended', () => ownProcesses().length === 0);
    expect(options.facts.filter(({ type }) => type === 'build-started').length).toBeLessThan(3);
  });

  test('a fault in one manifest ends the other builds, too', async () => {
    const options = stage();
    const wait = 'while [ ! -s "$PAIRBENCH_CACHE/pid" ]; do sleep 0.02; done';
    const services = [
      stubService({ name: 'long', files: { 'build.sh': LONG } }),
      stubService({ name: 'waits', files: { 'build.sh': wait } }),
      stubService({ name: 'bad', manifest: { build: { command: ['x'], inputs: ['none'] } } }),
      stubService({ name: 'later' }),
    ];
    const { message } = await faultOf(() => prepareServices(services, options));
    expect(message).toBe('bad: build.inputs match no file');
    await until('all have ended', () => ownProcesses().length === 0);
    const finished = options.facts.filter(({ type }) => type === 'build-finished');
    expect(finished).toMatchObject([{ service: 'waits' }]);
  });
});
