/** Values of options: numbers with units, CPU sets, URLs, thresholds. */
import { readThreshold } from '../../src/analyse/thresholds/read-threshold.ts';
import { formatCpuList, parseCpuList } from '../../src/host/cpu-list.ts';
import type { LogicalCpu } from '../../src/host/topology.ts';
import { UserError } from '../../src/host/user-error.ts';
import { planPinning } from '../../src/plan/cpu-sets.ts';
import { hostOf, parseServerUrl, portOf, withAddress } from '../../src/plan/server-url.ts';
import {
  parseCount,
  parseDurationMs,
  parseLatencyNs,
  parseRatePerS,
  parseShare,
  parseSizeBytes,
} from '../../src/plan/units.ts';
import { expectFinite, expectThat, valueUnlessRefused } from '../target.ts';
import type { Target } from '../target.ts';
import { textsLike } from '../texts.ts';

const UNITS = [
  ...['10s', '500ms', '1.5s', '3m', '2h', '100', '10k', '2M', '1.5k', '500/s', '10k/s', '30/m'],
  ...['512m', '2g', '64kib', '1.5GB', '2%', '0.1 %', '500us', '5ms', '100ns', '7µs'],
];
const PARSERS = [
  parseCount,
  parseDurationMs,
  parseLatencyNs,
  parseRatePerS,
  parseShare,
  parseSizeBytes,
];

const units: Target = {
  name: 'units',
  about: 'durations, counts, rates, shares and sizes of users',
  inputs: textsLike(UNITS),
  frames: [
    ['1', 's'],
    ['1.', '/s'],
    ['', '%'],
  ],
  check: (text) => {
    for (const parse of PARSERS) {
      const parsed = parse(text);
      expectFinite(parsed);
      if (parsed.ok) expectThat(parsed.value >= 0, `${parse.name} gave ${parsed.value}`);
    }
  },
};

const TOPOLOGY: readonly LogicalCpu[] = [0, 1, 2, 3].map((cpu) => ({
  cpu,
  core: `${cpu - (cpu % 2)}-${cpu - (cpu % 2) + 1}`,
  node: 0,
  speed: 1,
}));

const cpuSets: Target = {
  name: 'cpu-sets',
  about: '--pin, and CPU lists of the kernel',
  inputs: textsLike(['0-3:4-7', '0:1', '0,1:2-3', 'auto', 'none', '0-3,8', '0-99999', '2,0-1:3']),
  frames: [
    ['0:', ''],
    ['0-1', ':2'],
  ],
  check: (text) => {
    const cpus = parseCpuList(text);
    if (cpus !== null)
      expectThat(
        formatCpuList(parseCpuList(formatCpuList(cpus)) ?? []) === formatCpuList(cpus),
        'not the same',
      );
    valueUnlessRefused(UserError, () => planPinning(text, TOPOLOGY, null));
  },
};

const urls: Target = {
  name: 'server-url',
  about: 'the URL of --server-url',
  inputs: textsLike([
    ...['http://127.0.0.1:8000', 'http://[::1]:80/', 'http://host.example:8080', 'https://a:1'],
    ...[
      'http://user:pass@h:1/',
      'http://h:1/path?q#f',
      'http://xn--bcher-kva.example',
      'http://0x7f.1:1',
    ],
  ]),
  frames: [
    ['http://', ':80'],
    ['http://a:', ''],
    ['http://a:80/', ''],
  ],
  check: (text) => {
    const parsed = parseServerUrl(text);
    if (!parsed.ok) return;
    expectThat(/^http:\/\/[^/?#@\s]+$/.test(parsed.url), parsed.url);
    expectThat(portOf(parsed.url) > 0 && portOf(parsed.url) < 65_536, 'no port');
    expectThat(hostOf(parsed.url) !== '', 'no host');
    expectThat(withAddress(parsed.url, '::1').startsWith('http://[::1]'), 'no address');
  },
};

const thresholds: Target = {
  name: 'threshold',
  about: '--threshold, also as a journal has it',
  inputs: textsLike([
    ...[
      'go-*:* p99<5ms',
      'throughput>=10k/s',
      'errors==0',
      'errors<0.1%',
      'rss<512m',
      'a:b p50<= 1.5 ms',
    ],
    ...['cpu_us_per_request<10', '*:cpp-cpr p95 > 100 us', '?:? throughput > 1'],
  ]),
  frames: [
    ['p99<', ''],
    ['p99<1', 'ms'],
    ['', ':* p99<5ms'],
    ['*:', ' p99<5ms'],
    ['a:b ', ''],
  ],
  check: (text) => {
    const read = readThreshold(text);
    if (read.ok) expectFinite(read.threshold);
    else {
      expectThat(read.at >= 0 && read.at <= text.length, `character ${read.at} of ${text.length}`);
      expectThat(read.fault !== '', 'no fault is told');
    }
  },
};

export const OPTION_TARGETS: readonly Target[] = [units, cpuSets, urls, thresholds];
