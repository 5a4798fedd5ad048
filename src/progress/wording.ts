/** One line of text for each entry that a person should see going by. */
import type { JournalEntry } from '../journal/entries.ts';
import { isPointPass } from '../plan/sweep.ts';
import type { ShownName } from '../plan/service-key.ts';

export interface Line {
  readonly text: string;
  /** `step`: shown when there is no status line, or in verbose mode; `always`: in every mode but quiet. */
  readonly level: 'always' | 'step' | 'detail';
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** `3:10 to 3:50`. */
export function clockRange({ low_ms, high_ms }: { low_ms: number; high_ms: number }): string {
  return clock(low_ms) === clock(high_ms) ? clock(low_ms) : `${clock(low_ms)} to ${clock(high_ms)}`;
}

/** `95 s` as `1:35`. */
export function clock(ms: number): string {
  const total = Math.max(0, Math.round(ms / 1000));
  return `${Math.floor(total / 60)}:${String(total % 60).padStart(2, '0')}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function withTail(text: string, tail: readonly string[], log_file: string | null): string {
  const shown = tail.map((line) => `    | ${line}`);
  const log = tail.length === 0 || log_file === null ? [] : [`    log: ${log_file}`];
  return [text, ...shown, ...log].join('\n');
}

/** `1, 2; of latency 1`. */
function keptText(kept: EntryOf<'run-resumed'>['kept_rounds']): string {
  const ofPass = (wanted: string): string =>
    kept.flatMap(({ pass, round }) => (pass === wanted ? [round] : [])).join(', ');
  const latency = ofPass('latency');
  const points = kept.filter(({ pass }) => isPointPass(pass)).length;
  if (points > 0) {
    const first = ofPass('throughput');
    return `${first === '' ? '' : `${first}; `}of the sweep's loads ${points}`;
  }
  return latency === '' ? ofPass('throughput') : `${ofPass('throughput')}; of latency ${latency}`;
}

/** The title before the first line, the others below it. */
function titled(title: string, lines: readonly string[]): string {
  return `${title}${lines.join(`\n${' '.repeat(title.length)}`)}`;
}

const always = (text: string): Line => ({ text, level: 'always' });
const step = (text: string): Line => ({ text, level: 'step' });
const detail = (text: string): Line => ({ text, level: 'detail' });

type EntryOf<Type extends JournalEntry['type']> = Extract<JournalEntry, { type: Type }>;

/** What the words depend on, beside the entry. */
export interface Scene {
  /** The cell's number and the number of all, `[ 5/27]`. */
  readonly position: string;
  /** Which pass a window is of, `C=8, `; empty for the first one. */
  readonly prefixOf: (pass: EntryOf<'cell-measured'>['pass']) => string;
  readonly shown: ShownName;
}

type Wording = {
  readonly [Type in JournalEntry['type']]: (entry: EntryOf<Type>, scene: Scene) => Line | null;
};

const nothing = (): null => null;

const WORDING: Wording = {
  'run-started': ({ run_id, runtime_about, plan }) =>
    always(
      `runtime  ${runtime_about}\n` +
        `run      ${run_id}, seed ${plan.seed}\n` +
        `         ${count(plan.pairs.length, 'pair')} x ${count(plan.settings.rounds, 'round')}, ` +
        `${clockRange(plan.expected_range_ms)} after the builds`,
    ),
  'run-resumed': ({ kept_rounds }) =>
    always(
      kept_rounds.length === 0
        ? 'resume   no round is kept, all are measured again'
        : `resume   rounds kept: ${keptText(kept_rounds)}`,
    ),
  notice: ({ message }) => always(`note     ${message}`),
  'kernel-tuned': ({ set, kept, refused }) =>
    always(
      titled('tune     ', [
        ...set.map(({ key, before, after }) => `${key}: ${before} -> ${after}`),
        ...kept.map(({ key, value }) => `${key}: stays ${value}`),
        ...refused.map(({ key, reason }) => `${key}: not set, ${reason}`),
      ]),
    ),
  // What could not be put back is told on stderr in every mode, see commands/tuning.ts.
  'kernel-restored': ({ tuned_by, restored, left }) => {
    const whose = tuned_by === 'this-run' ? '' : ', left tuned by an earlier run';
    const lines = [
      ...restored.map(({ key, value }) => `${key}: ${value} again${whose}`),
      ...left.map(({ key, value }) => `${key}: stays ${value}, somebody has changed it since`),
    ];
    return lines.length === 0 ? null : always(titled('restore  ', lines));
  },
  'packages-installed': ({ command, duration_ms }) =>
    always(`install  ${command}  ${seconds(duration_ms)}`),
  'service-skipped': ({ kind, service, reason, remedy }, { shown }) =>
    always(`skipped  ${shown(kind, service)}: ${reason}\n         to mend it: ${remedy}`),
  'build-started': ({ kind, service }, { shown }) => step(`build    ${shown(kind, service)} …`),
  'build-step': ({ kind, service, step: what }, { shown }) =>
    detail(`build    ${shown(kind, service)}: ${what}`),
  'build-finished': ({ kind, service, cached, duration_ms }, { shown }) =>
    cached
      ? detail(`build    ${shown(kind, service)} is up to date`)
      : always(`build    ${shown(kind, service)}  ${seconds(duration_ms)}`),
  'build-failed': ({ kind, service, reason, log_tail, log_file }, { shown }) =>
    always(withTail(`FAILED   build of ${shown(kind, service)}: ${reason}`, log_tail, log_file)),
  'verify-started': ({ kind, service }, { shown }) => step(`verify   ${shown(kind, service)} …`),
  'verify-finished': ({ kind, service, cached, duration_ms, problems }, { shown }) => {
    const name = shown(kind, service);
    if (problems.length > 0)
      return always(
        [
          `FAILED   ${name} does not keep the contract:`,
          ...problems.map((problem) => `    - ${problem}`),
        ].join('\n'),
      );
    return cached
      ? detail(`verify   ${name} was verified before`)
      : always(`verify   ${name}  ${seconds(duration_ms)}`);
  },
  'measuring-started': ({ expected_ms }) => step(`measure  about ${clock(expected_ms)}`),
  'server-reached': ({ service, url, stats }) =>
    always(`running  ${service} at ${url}, ${stats === null ? 'no /stats' : `pid ${stats.pid}`}`),
  'client-refused': ({ service, reason }, { shown }) =>
    always(`skipped  ${shown('client', service)}: ${reason}`),
  'server-unreachable': ({ service, reason }) => always(`FAILED   ${service}: ${reason}`),
  'server-started': ({ server, ready_ms, port }) =>
    detail(`server   ${server} ready after ${ready_ms} ms, port ${port}`),
  'server-stopped': ({ server, how, stop_ms }) =>
    detail(`server   ${server} stopped (${how}) in ${stop_ms} ms`),
  'server-failed': ({ round, server, reason, log_tail, log_file }) =>
    always(withTail(`FAILED   round ${round}, server ${server}: ${reason}`, log_tail, log_file)),
  'cell-started': nothing,
  'ports-awaited': ({ server, client, waited_ms, held, local }) =>
    always(
      `ports    waited ${seconds(waited_ms)} before ${server} x ${client}: closed connections held ` +
        `${held} of ${local} local ports`,
    ),
  'room-awaited': ({ server, client, waited_ms, held, most }) =>
    always(
      `ports    waited ${seconds(waited_ms)} before ${server} x ${client}: the kernel kept ${held} closed ` +
        `connections, and keeps ${most} at most`,
    ),
  'cell-measured': ({ pass, round, server, client, window }, { position, prefixOf }) => {
    const { requests, window_ns } = window.client_run.result;
    const rps = Math.round((requests.window / window_ns) * 1e9);
    const text = `${prefixOf(pass)}round ${round}  ${server} x ${client}  ${rps} req/s`;
    return pass === 'control' ? detail(`         ${text}`) : step(`${position} ${text}`);
  },
  'cell-repeated': ({ round, server, client, gate, why }) =>
    step(`again    round ${round}  ${server} x ${client}: ${gate}, ${why}`),
  'cell-failed': ({ round, server, client, reason, log_tail, log_file }, { position }) =>
    always(
      withTail(
        `FAILED   ${position} round ${round}, ${server} x ${client}: ${reason}`,
        log_tail,
        log_file,
      ),
    ),
  'round-finished': nothing,
  'rounds-ended': ({ pass, rounds, reason }) => {
    switch (reason) {
      case 'planned':
        return null;
      case 'precision':
        return always(`enough   ${pass}: precise enough after ${count(rounds, 'round')}`);
      case 'max-time':
        return always(
          `enough   ${pass}: no time for more than ${count(rounds, 'round')} (--max-time)`,
        );
      case 'nothing-valid':
        return always('note     no pair is valid, so latency is not measured at an equal rate');
    }
  },
  'latency-rate': ({ rate_per_s, slowest }) =>
    always(
      slowest === null
        ? `latency  all pairs at ${rate_per_s} requests/s, as asked`
        : `latency  all pairs at ${rate_per_s} requests/s, half of what ${slowest.server} x ${slowest.client} does`,
    ),
  'pair-maximum': ({ server, client, throughput_rps }) =>
    always(`sweep    ${server} x ${client}: up to ${Math.round(throughput_rps)} requests/s`),
  'run-finished': nothing,
};

/** Null: nothing to say. */
export function wording<Type extends JournalEntry['type']>(
  entry: EntryOf<Type>,
  scene: Scene,
): Line | null {
  // The table gives each type its own function; TypeScript cannot relate the two unions by itself.
  const say = WORDING[entry.type] as (entry: EntryOf<Type>, scene: Scene) => Line | null;
  return say(entry, scene);
}
