import { describe, expect, test } from '@jest/globals';
import { connectEngine } from '../../../src/host/docker/engine.ts';
import { askStats, readStats } from '../../../src/runtime/docker/stats.ts';
import { fakeEngine, json } from '../../helpers/fake-engine.ts';
import type { Answer } from '../../helpers/fake-engine.ts';

const NOTHING = {
  cpu_ns: null,
  rss_bytes: null,
  peak_rss_bytes: null,
  fds: null,
  sockets: null,
  voluntary_switches: null,
  involuntary_switches: null,
  disk_read_bytes: null,
  disk_write_bytes: null,
};

/** What engine 26.1 says of a container by cgroup v1, shortened. */
const V1 = {
  read: '2026-11-25T22:00:01.5Z',
  preread: '0001-01-01T00:00:00Z',
  pids_stats: { current: 3, limit: 28_000 },
  num_procs: 0,
  cpu_stats: {
    cpu_usage: {
      total_usage: 2_345_678_901,
      percpu_usage: [2_000_000_000, 345_678_901],
      usage_in_kernelmode: 300_000_000,
      usage_in_usermode: 2_000_000_000,
    },
    system_cpu_usage: 98_765_000_000_000,
    online_cpus: 2,
    throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
  },
  precpu_stats: {
    cpu_usage: { total_usage: 0, usage_in_kernelmode: 0, usage_in_usermode: 0 },
    throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
  },
  memory_stats: {
    usage: 90_000_000,
    max_usage: 120_000_000,
    stats: { total_inactive_file: 10_000_000, inactive_file: 4_000_000, cache: 20_000_000 },
    limit: 536_870_912,
  },
};

/** What another engine says: by cgroup v2 there is neither a peak nor a part of each CPU. */
const V2 = {
  ...V1,
  cpu_stats: {
    ...V1.cpu_stats,
    cpu_usage: { ...V1.cpu_stats.cpu_usage, percpu_usage: null },
  },
  memory_stats: { usage: 90_000_000, stats: { inactive_file: 4_000_000 }, limit: 536_870_912 },
};

/** Of a container that has ended, engine 26.1. */
const ENDED = {
  read: '0001-01-01T00:00:00Z',
  preread: '0001-01-01T00:00:00Z',
  pids_stats: {},
  num_procs: 0,
  cpu_stats: {
    cpu_usage: { total_usage: 0, usage_in_kernelmode: 0, usage_in_usermode: 0 },
    throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
  },
  precpu_stats: {},
  memory_stats: {},
};

describe('the statistics of a container', () => {
  test('give its CPU time though there is no sample before', () => {
    expect(readStats(V1)).toEqual({
      ...NOTHING,
      cpu_ns: 2_345_678_901,
      rss_bytes: 80_000_000,
      peak_rss_bytes: 120_000_000,
    });
  });

  test('need no part of each CPU, and have no peak by cgroup v2', () => {
    expect(readStats(V2)).toEqual({ ...NOTHING, cpu_ns: 2_345_678_901, rss_bytes: 86_000_000 });
  });

  test('need no CPU time of the whole system', () => {
    const { cpu_usage, online_cpus } = V1.cpu_stats;
    const cpu_stats = { cpu_usage, online_cpus };
    expect(readStats({ ...V1, cpu_stats })).toEqual(readStats(V1));
  });

  test('do not take more away for files than there is', () => {
    const memory_stats = { usage: 1000, stats: { inactive_file: 5000 } };
    expect(readStats({ ...V2, memory_stats })).toMatchObject({ rss_bytes: 0 });
  });

  test.each([
    ['is missing', undefined],
    ['is null', null],
    ['is empty', {}],
    ['is not a number', { usage: 'much', max_usage: NaN, stats: null }],
  ])('leave memory open when it %s', (_, memory_stats) => {
    expect(readStats({ ...V1, memory_stats })).toEqual({ ...NOTHING, cpu_ns: 2_345_678_901 });
  });
});

describe('the bytes of its block devices', () => {
  const disk = (entries: unknown) => {
    const blkio_stats = { io_service_bytes_recursive: entries };
    const { disk_read_bytes, disk_write_bytes } = readStats({ ...V1, blkio_stats });
    return { read: disk_read_bytes, written: disk_write_bytes };
  };

  test('are added up over the devices, by cgroup v1', () => {
    const entries = [
      { major: 254, minor: 0, op: 'Read', value: 4096 },
      { major: 254, minor: 0, op: 'Write', value: 8192 },
      { major: 254, minor: 0, op: 'Sync', value: 12_288 },
      { major: 254, minor: 0, op: 'Total', value: 12_288 },
      { major: 254, minor: 16, op: 'Read', value: 100 },
    ];
    expect(disk(entries)).toEqual({ read: 4196, written: 8192 });
  });

  test('are added up by cgroup v2, which names them in small letters', () => {
    const entries = [
      { major: 259, minor: 0, op: 'read', value: 0 },
      { major: 259, minor: 0, op: 'write', value: 512 },
    ];
    expect(disk(entries)).toEqual({ read: 0, written: 512 });
  });

  test.each([[undefined], [null], [[]], ['much'], [[{ op: 'read', value: -1 }]]])(
    'are not known where the engine says %j',
    (entries) => {
      expect(disk(entries)).toEqual({ read: null, written: null });
    },
  );
});

describe('what cannot be known is null, never 0 and never NaN', () => {
  test.each<[string, unknown]>([
    ['a container that has ended', ENDED],
    ['one that ended while it was read', { ...V1, cpu_stats: ENDED.cpu_stats }],
    ['one whose memory is still there', { ...ENDED, memory_stats: V1.memory_stats }],
    ['an answer without CPU', { read: V1.read }],
    ['CPU that is null', { ...V1, cpu_stats: { cpu_usage: { total_usage: null } } }],
    ['CPU that is no number', { ...V1, cpu_stats: { cpu_usage: { total_usage: NaN } } }],
    ['nothing', null],
    ['a text', 'gone'],
  ])('of %s', (_, answer) => {
    expect(readStats(answer)).toEqual(NOTHING);
  });
});

describe('asking the engine', () => {
  async function ask(answer: Answer) {
    const { address } = await fakeEngine({ 'GET /containers/c/stats': answer });
    const { docker } = await connectEngine({ DOCKER_HOST: address });
    return askStats(docker.getContainer('c'));
  }

  test('is done for one sample, which the engine has at once', async () => {
    const asked: string[] = [];
    const stats = await ask((request, response) => {
      asked.push(request.url ?? '');
      json(V1)(request, response);
    });
    expect(asked).toEqual(['/containers/c/stats?stream=false&one-shot=true']);
    expect(stats).toEqual(readStats(V1));
  });

  test.each([404, 409])('gives nothing when it refuses with %i', async (status) => {
    expect(await ask(json({ message: 'it has ended' }, status))).toEqual(NOTHING);
  });

  test('is a fault when the engine fails', async () => {
    await expect(ask(json({ message: 'broken' }, 500))).rejects.toThrow('broken');
  });
});
