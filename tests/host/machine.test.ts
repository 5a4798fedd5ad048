import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { MachineCpuReader, parseMachineCpu } from '../../src/host/cpu-times.ts';
import { hostFactsSchema } from '../../src/host/facts.ts';
import { readHostFacts, readNofileLimits, readSysctl } from '../../src/host/machine.ts';
import { readTopology } from '../../src/host/topology.ts';

describe('the facts of this machine', () => {
  test('fit the schema of the journal', () => {
    const facts = readHostFacts();
    expect(hostFactsSchema.parse(facts)).toEqual(facts);
    expect(facts.kernel).toBe(os.release());
  });

  test('say which CPUs this process may use', () => {
    const cpus = readTopology().map(({ cpu }) => cpu);
    expect(cpus).toHaveLength(Number(execFileSync('nproc', { encoding: 'utf8' })));
    expect(cpus).toEqual(cpus.toSorted((a, b) => a - b));
  });

  test('hold the limits of open files that the shell knows', () => {
    const { hard } = readNofileLimits();
    const shown = execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).trim();
    expect(hard === null ? 'unlimited' : `${hard}`).toBe(shown);
  });

  test('leave out kernel settings that do not exist', () => {
    expect(readSysctl('net.ipv4.no_such_key')).toBeNull();
    expect(readSysctl('net.ipv4.ip_local_port_range')).toMatch(/^\d+ \d+$/);
  });

  test('count the CPU time of all processes', () => {
    const stat = 'cpu  1 2 3 400 50 6 7 30 8 9\ncpu0 0 0 0 0\ncpu1 0 0 0 0\nintr 1\n';
    // Two CPUs for 10 s, of which 4.8 s were idle or stolen.
    expect(parseMachineCpu(stat, 10e9)).toEqual({ busy_ns: 15.2e9, steal_ns: 0.3e9 });
    expect(parseMachineCpu('', 10e9)).toBeNull();
    expect(parseMachineCpu('cpu  1 2 3 x\ncpu0 1\n', 10e9)).toBeNull();
    expect(new MachineCpuReader().read()).not.toBeNull();
  });
});
