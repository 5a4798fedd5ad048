import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { MachineCpuReader } from '../../src/host/cpu-times.ts';
import { TaskTimes } from '../../src/host/task-times.ts';
import { startChild } from '../helpers/children.ts';

/** Uses the CPU, says so, and ends. */
const BURN = "while (process.cpuUsage().user < 300_000); console.log('burnt')";
/** Each task's user and system time are cut to steps of 10 ms. */
const LEAST_NS = 280e6;

const MODULE = pathToFileURL(path.resolve('dist/src/host/cpu-times.js')).href;

/** In a container the tasks of the machine are hidden from the tests, too. */
const testWithTasks = new TaskTimes().read() === null ? it.skip : it;
const IN_NAMESPACE = ['-rpf', '--mount-proc'];
const testInNamespace = spawnSync('unshare', [...IN_NAMESPACE, 'true']).status === 0 ? it : it.skip;

describe('the CPU time of all tasks', () => {
  testWithTasks('holds what another process used, also when it has ended', async () => {
    const times = new TaskTimes();
    const before = times.read() ?? NaN;
    const child = await startChild([process.execPath, '-e', BURN]);
    await child.line();
    expect((times.read() ?? NaN) - before).toBeGreaterThan(LEAST_NS);
    await expect(child.line()).rejects.toThrow('ended');
    expect((times.read() ?? NaN) - before).toBeGreaterThan(LEAST_NS);
  });

  testWithTasks('counts each program also where the kernel is not asked again', async () => {
    const times = new TaskTimes();
    const before = times.read('all') ?? NaN;
    const child = await startChild([process.execPath, '-e', BURN]);
    await child.line();
    const between = times.read('programs') ?? NaN;
    expect(between - before).toBeGreaterThan(LEAST_NS);
    // Nothing is left out between, so that sums go on from there.
    expect(times.read('all') ?? NaN).toBeGreaterThanOrEqual(between);
    await expect(child.line()).rejects.toThrow('ended');
  });

  testWithTasks('holds what begins between readings that follow each other at once', async () => {
    const times = new TaskTimes();
    times.read('all');
    const before = times.read('programs') ?? NaN;
    // Nothing has begun: these are the same tasks.
    expect(times.read('programs') ?? NaN).toBeGreaterThanOrEqual(before);
    const child = await startChild([process.execPath, '-e', BURN]);
    await child.line();
    expect((times.read('programs') ?? NaN) - before).toBeGreaterThan(LEAST_NS);
    await expect(child.line()).rejects.toThrow('ended');
    expect((times.read('programs') ?? NaN) - before).toBeGreaterThan(LEAST_NS);
  });

  testWithTasks('is what the machine was busy with', () => {
    expect(new MachineCpuReader().read()?.busy_by).toBe('tasks');
  });

  testInNamespace(
    'is not known where other tasks are hidden; then all that is not idle counts',
    async () => {
      const script = `
      const { MachineCpuReader } = await import('${MODULE}');
      console.log(new MachineCpuReader().read().busy_by);
    `;
      const node = [process.execPath, '--input-type=module', '-e', script];
      const { stdout } = await execa('unshare', [...IN_NAMESPACE, ...node]);
      expect(stdout).toBe('idle_time');
    },
  );
});
