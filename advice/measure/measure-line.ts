/** Measures one line: its sides in turn in every round, and what they say of each other. */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { analyseRun } from '../../src/analyse/run.ts';
import { machineStates } from '../../src/analyse/selection/machine-state.ts';
import { selectWindows } from '../../src/analyse/selection/select-windows.ts';
import { rotated } from '../../bench/setting.ts';
import type { Outcome } from '../answer.ts';
import { lackOf } from '../lacks.ts';
import { type ComparedLine, servicesOf, type Side } from '../line.ts';
import { NotMeasured } from '../not-measured.ts';
import type { Site } from '../site.ts';
import { compareSides, type MeasuredSide } from './compare-sides.ts';
import { planSide } from './plan-side.ts';
import { endSideRun, measureAgain, measureRound, openSideRun, type SideRun } from './side-run.ts';

/** Of the closed loop that says what the full load is. */
const ROUNDS_FOR_FULL_LOAD = 3;

/** Throws NotMeasured with the first reason. */
function refuseLacking(line: ComparedLine, site: Site): void {
  for (const service of servicesOf(line.sides)) {
    const lack = lackOf(service, site);
    if (lack !== null) throw new NotMeasured(lack);
  }
}

/** Every side once in each round, another one first each time. Throws Interrupted. */
async function measureRounds(runs: readonly SideRun[], rounds: number): Promise<void> {
  for (let round = 1; round <= rounds; round += 1) {
    for (const run of rotated(runs, round)) await measureRound(round, run);
    // Later windows show what the first ones are to be held against.
    if (round > 1) for (const run of runs) await measureAgain(round, run);
  }
  for (const run of runs)
    while (await measureAgain(rounds, run)) {
      // Each window is measured again a bounded number of times, so this ends.
    }
  for (const run of runs) endSideRun(rounds, run);
}

/** Throws NotMeasured for a pair that is not valid, with the reason of the check. */
function judged({ side, journal, conduct }: SideRun): MeasuredSide {
  const { cells } = analyseRun(journal.read());
  const [cell] = cells;
  if (cell?.status !== 'valid')
    throw new NotMeasured(`with ${side.name}, ${cell?.reasons[0] ?? 'no pair was measured'}`);
  const windows = conduct.record.windowsOf('throughput', side);
  const { comparable } = selectWindows(windows, machineStates(conduct.record.controls));
  return { name: side.name, windows: comparable, limit: cell.bottleneck.verdict };
}

interface Rated {
  readonly side: Side;
  /** Null: closed loop. */
  readonly rate_per_s: number | null;
}

async function measureSides(
  sides: readonly Rated[],
  folder: string,
  site: Site,
): Promise<MeasuredSide[]> {
  mkdirSync(folder, { recursive: true });
  const runs: SideRun[] = [];
  try {
    for (const { side, rate_per_s } of sides)
      runs.push(openSideRun(side, planSide(side, rate_per_s, site), folder, site));
    await measureRounds(runs, site.rounds);
    return runs.map(judged);
  } finally {
    for (const { journal } of runs) journal.close();
  }
}

/** Requests per second of the first side in a closed loop. */
async function fullLoad({ sides }: ComparedLine, folder: string, site: Site): Promise<number> {
  const [side] = sides;
  const rounds = Math.min(site.rounds, ROUNDS_FOR_FULL_LOAD);
  const full = path.join(folder, 'full-load');
  const [measured] = await measureSides([{ side, rate_per_s: null }], full, { ...site, rounds });
  const rates = (measured?.windows ?? []).map(({ rps }) => rps).sort((a, b) => a - b);
  const middle = rates[Math.floor(rates.length / 2)];
  if (middle === undefined)
    throw new NotMeasured('the machine disturbed each window of the full load');
  return middle;
}

async function ratedSides(line: ComparedLine, folder: string, site: Site): Promise<Rated[]> {
  const shares = line.sides.map(({ load }) => load?.rate_share ?? null);
  if (shares.every((share) => share === null))
    return line.sides.map((side) => ({ side, rate_per_s: null }));
  const full = await fullLoad(line, folder, site);
  return line.sides.map((side, index) => {
    const share = shares[index] ?? null;
    return { side, rate_per_s: share === null ? null : Math.round(full * share) };
  });
}

/** Journals and logs of the sides lie below the results, in a folder of the line. Throws Interrupted. */
export async function measureLine(line: ComparedLine, site: Site): Promise<Outcome> {
  const folder = path.join(site.results, line.id);
  try {
    refuseLacking(line, site);
    rmSync(folder, { recursive: true, force: true });
    return compareSides(
      line,
      await measureSides(await ratedSides(line, folder, site), folder, site),
    );
  } catch (error) {
    if (!(error instanceof NotMeasured)) throw error;
    return { kind: 'not-measured', reason: error.message };
  }
}
