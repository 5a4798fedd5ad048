/** A process of somebody else on the client's CPU: windows that it touches are not believed. */
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CellPlace } from '../../src/measure/facts.ts';
import { startChild } from '../helpers/children.ts';
import { until } from '../helpers/until.ts';
import { resultOf } from './pairbench.ts';
import { LIMIT_MS, workFolder } from './resume-rig.ts';
import type { Tool, Work } from './resume-rig.ts';

const WARMUP_MS = 200;
const WINDOW_MS = 1000;
const ARGS = [
  ...['-s', 'node-http', '-k', 'node-undici,undici-again', '-c', '8', '--rounds', '4'],
  ...['-w', `${WARMUP_MS}ms`, '-d', `${WINDOW_MS}ms`, '--json'],
];
/** Keeps a CPU busy for two seconds. */
const BURN = 'console.log("burns"); const end = Date.now() + 2000; while (Date.now() < end);';
const TOUCHED_MS = 200;
const POLL_MS = 5;

interface Span {
  readonly from_ms: number;
  readonly to_ms: number;
}

/** A window that was measured between these moments of the test's clock. */
interface Seen extends Span {
  readonly place: CellPlace;
  readonly repeated: boolean;
}

function overlapMs(a: Span, b: Span): number {
  return Math.min(a.to_ms, b.to_ms) - Math.max(a.from_ms, b.from_ms);
}

/** Wherever in its span the window lay, for the client starts before it and ends after it. */
function surelyTouched({ from_ms, to_ms }: Span, burn: Span): boolean {
  const first = { from_ms: from_ms + WARMUP_MS, to_ms: from_ms + WARMUP_MS + WINDOW_MS };
  const last = { from_ms: to_ms - WINDOW_MS, to_ms };
  return Math.min(overlapMs(first, burn), overlapMs(last, burn)) >= TOUCHED_MS;
}

/** Reads the journal as it grows, until the tool has ended. */
async function watch(tool: Tool, work: Work): Promise<Seen[]> {
  const seen: Seen[] = [];
  let read = 0;
  let from_ms = NaN;
  for (let last = false; !last;) {
    last = tool.hasEnded();
    const entries = work.entries();
    for (const entry of entries.slice(read)) {
      const now_ms = performance.now();
      if (entry.type === 'cell-started') from_ms = now_ms;
      if (entry.type === 'cell-measured') {
        const { pass, round, server, client } = entry;
        const place = { pass, round, server, client };
        seen.push({ place, from_ms, to_ms: now_ms, repeated: false });
        from_ms = now_ms; // of the same window measured again, where nothing else is said
      }
      if (entry.type === 'cell-repeated') {
        const of = seen.findLastIndex(({ place }) => isSame(place, entry));
        const window = seen[of];
        if (window !== undefined) seen[of] = { ...window, repeated: true };
      }
    }
    read = entries.length;
    await delay(POLL_MS);
  }
  return seen;
}

function isSame(a: CellPlace, b: CellPlace): boolean {
  return a.pass === b.pass && a.round === b.round && a.server === b.server && a.client === b.client;
}

/** On the CPU of the client, from the moment that a window of the second round is prepared. */
async function burnDuring(tool: Tool, work: Work): Promise<Span> {
  await until('the second round is measured', () => {
    const last = work.entries().at(-1);
    return tool.hasEnded() || (last?.type === 'cell-started' && last.round === 2);
  });
  const started = work.entries().find(({ type }) => type === 'run-started');
  const cpus = started?.type === 'run-started' ? started.plan.pinning.client : null;
  if (cpus === null) throw new Error('the client has no CPUs of its own');
  const child = await startChild(['taskset', '-c', cpus.join(','), process.execPath, '-e', BURN]);
  await child.line();
  const from_ms = performance.now();
  await expect(child.line()).rejects.toThrow('ended without another line');
  return { from_ms, to_ms: performance.now() };
}

beforeAll(async () => {
  // Builds and verifies, so that the test is about measuring.
  const { exitCode } = await workFolder().run('verify', 'node-http', 'node-undici', 'undici-again');
  expect(exitCode).toBe(0);
}, LIMIT_MS);

describe('a foreign process that keeps the CPU of the client busy for 2 s', () => {
  it(
    'has every window that it touches measured again or marked, and no other one without a reason',
    async () => {
      const work = workFolder();
      const tool = work.start(...ARGS);
      const [windows, burn] = await Promise.all([watch(tool, work), burnDuring(tool, work)]);
      const result = resultOf(await tool.ended);
      const touched = windows.filter((window) => surelyTouched(window, burn));
      expect(touched.length).toBeGreaterThan(0);
      const believed = touched.filter(({ repeated, place }) => {
        const cell = result.cells.find(({ client }) => client === place.client);
        return !repeated && cell?.disturbed !== true;
      });
      expect(believed).toEqual([]);
      const whys = result.cells.flatMap(({ repeats }) => repeats.map(({ why }) => why));
      // Others' CPU time explains the repeat; that the pair was idle would not.
      expect(whys.filter((why) => why.includes('less busy than usual'))).toEqual([]);
    },
    LIMIT_MS,
  );
});
