import { describe, expect, it } from '@jest/globals';
import { cpuBetween, CpuMeter } from '../../../src/runtime/process/cpu-meter.ts';
import { ProcessFamily } from '../../../src/host/process-family.ts';
import { usageReader } from '../../../src/runtime/process/usage.ts';
import { startChild } from '../../helpers/children.ts';
import type { Child } from '../../helpers/children.ts';

const reading = (ticks: number, threads: Record<string, number>) => ({
  ticks,
  threads: new Map(Object.entries(threads)),
});

describe('CPU time between two readings', () => {
  it('adds up what each thread has spent, in ns', () => {
    const before = reading(10, { 1: 100_000_000, 2: 5_000_000 });
    expect(cpuBetween(before, reading(11, { 1: 103_000_000, 2: 5_000_500 }))).toBe(3_000_500);
  });

  it('counts a new thread from its start', () => {
    const before = reading(10, { 1: 100 });
    expect(cpuBetween(before, reading(10, { 1: 100, 2: 700 }))).toBe(700);
  });

  it('takes the whole of a process that is new', () => {
    expect(cpuBetween(undefined, reading(0, { 1: 900 }))).toBe(900);
  });

  it('takes the process total when a thread has ended with its counter', () => {
    const before = reading(100, { 1: 500_000_000, 2: 500_000_000 });
    expect(cpuBetween(before, reading(120, { 1: 550_000_000 }))).toBe(200_000_000);
  });

  it('takes clock ticks where the kernel has no schedstat', () => {
    expect(cpuBetween(reading(100, {}), reading(103, {}))).toBe(30_000_000);
  });

  it('reads this process, and gives null for one that is gone', () => {
    const meter = new CpuMeter();
    expect(meter.read([process.pid])).toBeGreaterThan(0);
    expect(new CpuMeter().read([2 ** 22 + 1])).toBeNull();
  });
});

/** Uses so much CPU time, tells how much, and waits for a line or ends. */
const BURN = `
const burn = (us) => { while (process.cpuUsage().user + process.cpuUsage().system < us); };
const spent = () => process.cpuUsage().user + process.cpuUsage().system;
`;

/** Starts the child and waits for it; says what is read of it, and when it is gone. */
const PARENT = `
const { spawn } = require('node:child_process');
const child = spawn(process.execPath, ['-e', process.argv[1]], { stdio: ['pipe', 'pipe', 'inherit'] });
child.stdout.on('data', (text) => process.stdout.write(text));
process.on('SIGUSR2', () => child.stdin.end('go on'));
child.on('close', () => console.log('gone'));
setInterval(() => undefined, 60_000);
console.log('begun');
`;

const MS = 1e6;

describe('the CPU time of a child that has ended', () => {
  const parentOf = (child: string): Promise<Child> =>
    startChild([process.execPath, '-e', PARENT, `${BURN}${child}`]);

  it('is counted though the child was never seen', async () => {
    const parent = await parentOf(`burn(500_000); console.log('burnt');`);
    const read = usageReader(new ProcessFamily(parent.pid));
    expect(await parent.line()).toBe('begun');
    const { cpu_ns: before } = await read();
    expect([await parent.line(), await parent.line()]).toEqual(['burnt', 'gone']);
    const { cpu_ns: after } = await read();
    // In steps of 10 ms; starting and ending take some, too. Of the child the first reading has seen little.
    expect((after ?? 0) - (before ?? 0)).toBeGreaterThan(300 * MS);
  });

  it('is counted once when the child was seen before', async () => {
    const parent = await parentOf(
      `burn(500_000); console.log('burnt');` +
        `process.stdin.once('data', () => { burn(spent() + 500_000); });`,
    );
    const read = usageReader(new ProcessFamily(parent.pid));
    expect([await parent.line(), await parent.line()]).toEqual(['begun', 'burnt']);
    const { cpu_ns: half } = await read();
    expect(half).toBeGreaterThan(480 * MS);
    process.kill(parent.pid, 'SIGUSR2');
    expect(await parent.line()).toBe('gone');
    const { cpu_ns: whole } = await read();
    expect((whole ?? 0) - (half ?? 0)).toBeGreaterThan(450 * MS);
    expect((whole ?? 0) - (half ?? 0)).toBeLessThan(850 * MS); // counted twice it would be 1000
    const { cpu_ns: later } = await read();
    expect((later ?? 0) - (whole ?? 0)).toBeLessThan(100 * MS);
  });
});
