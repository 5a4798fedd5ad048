import { describe, expect, it } from '@jest/globals';
import { cpuBetween, CpuMeter } from '../../../src/runtime/process/cpu-meter.ts';

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
