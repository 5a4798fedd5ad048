/** Every option once: its flag, group and help; the environment variable and the file key follow from it. */
import { PROFILE_NAMES, PROFILES } from '../plan/profiles.ts';
import { VARIANTS } from '../plan/select.ts';

type OptionGroup = 'Selection' | 'Load' | 'Design' | 'Where' | 'Output' | 'Gates' | 'Control';

export interface OptionSpec {
  readonly group: OptionGroup;
  readonly alias?: string;
  /** `text`: one value; `list`: may be repeated or joined by commas; `switch`: `--x` and `--no-x`. */
  readonly kind: 'text' | 'list' | 'switch';
  readonly choices?: readonly string[];
  readonly describe: string;
}

const profiles = PROFILE_NAMES.map((name) => `${name}: ${PROFILES[name].about}`).join('; ');

export const OPTIONS = {
  servers: {
    group: 'Selection',
    alias: 's',
    kind: 'list',
    describe:
      'Servers: names, globs, tag:TAG, or a language [those tagged "default"]; NAME@VARIANT: a ' +
      'variant of one',
  },
  clients: { group: 'Selection', alias: 'k', kind: 'list', describe: 'Clients, likewise' },
  pairs: { group: 'Selection', kind: 'list', describe: 'Only these, as SERVER:CLIENT' },
  variants: {
    group: 'Selection',
    kind: 'text',
    choices: VARIANTS,
    describe: 'all: also every variant of the services that are chosen [none]',
  },
  by: {
    group: 'Selection',
    kind: 'list',
    describe: 'vary: the variants, NAME or SERVICE@NAME, of the server or of the client',
  },
  connections: {
    group: 'Load',
    alias: 'c',
    kind: 'text',
    describe:
      'Connections, each with one request in flight [100]; sweep: a list of loads [1,8,32,100,200]',
  },
  duration: {
    group: 'Load',
    alias: 'd',
    kind: 'text',
    describe: 'Length of the window, as 2s, 1m',
  },
  requests: {
    group: 'Load',
    alias: 'n',
    kind: 'text',
    describe: 'Length of the window in requests, as 5000, 10k',
  },
  warmup: {
    group: 'Load',
    alias: 'w',
    kind: 'text',
    describe: 'Warm-up with all connections, as 500ms',
  },
  rate: {
    group: 'Load',
    alias: 'r',
    kind: 'text',
    describe:
      'Open loop: requests are due at this rate, as 500/s [closed loop]; sweep: loads as 1k,2k,5k, or ' +
      'shares of what each pair does at most (in a closed loop, measured first) as 10%..95%: 8 of ' +
      'them, evenly spaced; 10%..95%/12: 12',
  },
  threads: {
    group: 'Load',
    kind: 'text',
    describe: 'Threads of each client; auto: one for each core [one for each CPU of its side]',
  },
  'payload-bytes': {
    group: 'Load',
    kind: 'text',
    describe: 'Exact length of the request body, 100 to 65536 [200]',
  },
  'keep-alive': {
    group: 'Load',
    kind: 'switch',
    describe: 'Keep connections; --no-keep-alive opens one for each request [true]',
  },
  timeout: { group: 'Load', kind: 'text', describe: 'Limit for one request [30s]' },
  profile: {
    group: 'Design',
    kind: 'text',
    choices: PROFILE_NAMES,
    describe: `${profiles} [quick]`,
  },
  rounds: { group: 'Design', kind: 'text', describe: 'In each round every pair is measured once' },
  precision: {
    group: 'Design',
    kind: 'text',
    describe: 'Measure rounds until the ratio of any two pairs is known to this, as 2%',
  },
  'max-time': {
    group: 'Design',
    kind: 'text',
    describe: 'Begin no round that would end later than this, as 10m [no limit]',
  },
  ceilings: {
    group: 'Design',
    kind: 'switch',
    describe: 'Also measure the reference client and server, as limits of each side [true]',
  },
  latency: {
    group: 'Design',
    kind: 'switch',
    describe: 'Measure latency a second time, at one equal rate for all pairs [true]',
  },
  'latency-rate': {
    group: 'Design',
    kind: 'text',
    describe: 'That rate, as 500/s [half of the throughput of the slowest pair]',
  },
  seed: {
    group: 'Design',
    kind: 'text',
    describe: 'Seed of the order of measurement [a fresh one, printed]',
  },
  runtime: {
    group: 'Where',
    kind: 'text',
    choices: ['auto', 'process', 'docker'],
    describe: 'auto: docker if an engine answers, else process [auto]',
  },
  'docker-network': {
    group: 'Where',
    kind: 'text',
    choices: ['host', 'bridge'],
    describe: 'host (0.99 of the throughput without containers) or bridge [host]',
  },
  'docker-memory': {
    group: 'Where',
    kind: 'text',
    describe: "Memory limit of each container, as 512m, 2g [half of the machine's]",
  },
  'docker-build-arg': {
    group: 'Where',
    kind: 'list',
    describe: 'Build argument of the images, as RUNTIME_IMAGE=debian:trixie-slim',
  },
  'server-url': {
    group: 'Where',
    kind: 'list',
    describe: 'A server that already runs is one more row, as NAME=http://HOST:PORT',
  },
  'server-pid': {
    group: 'Where',
    kind: 'list',
    describe: 'Its process, for its CPU time and memory, as NAME=PID [not measured]',
  },
  pin: {
    group: 'Where',
    kind: 'text',
    describe:
      'CPU sets: auto (whole cores, as many as --workers and --threads ask for), none, or ' +
      'SERVER:CLIENT as 0-3:4-7 [auto]',
  },
  workers: {
    group: 'Where',
    kind: 'text',
    describe: 'Workers of each server; auto: one for each core [one for each CPU of its side]',
  },
  tune: {
    group: 'Where',
    kind: 'switch',
    describe: 'Set the kernel settings of sysctl/loopback.conf for this run; needs root [false]',
  },
  services: {
    group: 'Where',
    kind: 'text',
    describe: 'Folder with servers/ and clients/ [that of pairbench]',
  },
  'cache-dir': {
    group: 'Where',
    kind: 'text',
    describe: 'Folder for builds [.pairbench beside package.json]',
  },
  output: { group: 'Output', alias: 'o', kind: 'text', describe: 'Folder for results [./results]' },
  label: { group: 'Output', kind: 'text', describe: 'A name for this run, shown in its result' },
  json: {
    group: 'Output',
    kind: 'text',
    describe: 'Write the result as JSON to FILE, or to stdout instead of the table [-]',
  },
  'export-html': {
    group: 'Output',
    kind: 'text',
    describe: 'Write the report as one HTML page to FILE; - for stdout, as below',
  },
  'export-markdown': { group: 'Output', kind: 'text', describe: 'The same as Markdown' },
  'export-csv': { group: 'Output', kind: 'text', describe: 'A row for each pair, as CSV' },
  'export-junit': {
    group: 'Output',
    kind: 'text',
    describe: 'A test case for each pair and gate, as JUnit XML',
  },
  quiet: { group: 'Output', alias: 'q', kind: 'switch', describe: 'No progress, only the result' },
  verbose: {
    group: 'Output',
    alias: 'v',
    kind: 'switch',
    describe: 'Every step; what was watched, pair by pair',
  },
  progress: {
    group: 'Output',
    kind: 'switch',
    describe: 'Show progress; --no-progress hides it [true]',
  },
  color: {
    group: 'Output',
    kind: 'switch',
    describe: 'Colours; also off with NO_COLOR [on a terminal]',
  },
  threshold: {
    group: 'Gates',
    kind: 'list',
    describe:
      "Fail (exit 5) unless it holds, as 'go-*:* p99<5ms'; all pairs without SERVER:CLIENT. " +
      'Metrics: throughput, p50, p95, p99 (at equal load if that was measured, else of the closed ' +
      'loop; the verdict says which), errors (number, or share as 0.1%), cpu_us_per_request and rss ' +
      '(both sides)',
  },
  baseline: {
    group: 'Gates',
    kind: 'text',
    describe: 'Compare with this run at the end: its id, the beginning of it, or its folder',
  },
  'fail-if-slower': {
    group: 'Gates',
    kind: 'text',
    describe:
      'Fail (exit 5) where the whole interval of a pair is slower than the base run by this, as 5%; ' +
      'and where a pair is missing or has more errors',
  },
  force: {
    group: 'Gates',
    kind: 'switch',
    describe: 'Compare also what was measured on another host or with other settings',
  },
  resume: {
    group: 'Control',
    kind: 'text',
    describe: 'Go on with an interrupted run: its id or folder [the newest one]',
  },
  'dry-run': {
    group: 'Control',
    kind: 'switch',
    describe: 'Print cells, order and expected time, measure nothing',
  },
  builds: {
    group: 'Control',
    kind: 'switch',
    describe: 'clean: also remove builds, their caches and images',
  },
  config: {
    group: 'Control',
    kind: 'text',
    describe: 'YAML file with these options as keys [./pairbench.yaml if there is one]',
  },
} as const satisfies Record<string, OptionSpec>;

export type OptionName = keyof typeof OPTIONS;

export const OPTION_NAMES = Object.keys(OPTIONS) as OptionName[];

export function environmentName(option: string): string {
  return `PAIRBENCH_${option.toUpperCase().replaceAll('-', '_')}`;
}

/** Options that one verb alone has. */
export const OF_ONE_VERB: readonly OptionName[] = ['builds', 'by'];

/** Options of every verb that builds services. */
export const BUILDING: readonly OptionName[] = [
  'variants',
  'runtime',
  'docker-network',
  'docker-memory',
  'docker-build-arg',
];

/** Options that export a result. */
export const EXPORTING: readonly OptionName[] = [
  'json',
  'export-html',
  'export-markdown',
  'export-csv',
  'export-junit',
];

/** Options of every verb; the others belong to those that measure. */
export const COMMON: readonly OptionName[] = [
  'services',
  'cache-dir',
  'output',
  'quiet',
  'verbose',
  'progress',
  'color',
  'config',
];
