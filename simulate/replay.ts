/** Windows that were measured on a real machine, drawn again in blocks that keep their order in time. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { PACKAGE_ROOT } from '../src/commands/package.ts';
import { dearWindows } from '../src/analyse/gates/slow-state.ts';
import type { Random } from './random.ts';
import type { SimulatedWindow, Timeline } from './timeline.ts';

const seriesSchema = z.object({
  rps: z.number().positive(),
  client_us: z.number().positive(),
  server_us: z.number().positive(),
});

const noiseSchema = z.object({
  rounds: z.array(
    z.object({ reference: seriesSchema, actix_reqwest: seriesSchema, gin_reqwest: seriesSchema }),
  ),
});

type Series = 'reference' | 'actix_reqwest' | 'gin_reqwest';
type Row = Readonly<Record<Series, SimulatedWindow>>;

/** The truth of a series is the mean of its windows in the fast state. */
export function readRows(): Row[] {
  const file = path.join(PACKAGE_ROOT, 'tests', 'data', 'noise.json');
  const { rounds } = noiseSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const truth = (series: Series): number => {
    const dear = dearWindows(rounds.map((row) => row[series].client_us + row[series].server_us));
    const fast = rounds.filter((_, index) => dear[index] === false);
    return fast.reduce((sum, row) => sum + Math.log(row[series].rps), 0) / fast.length;
  };
  const truths = {
    reference: truth('reference'),
    actix_reqwest: truth('actix_reqwest'),
    gin_reqwest: truth('gin_reqwest'),
  };
  return rounds.map((row) => {
    const window = (series: Series): SimulatedWindow => {
      const { rps, client_us, server_us } = row[series];
      const cost_us = client_us + server_us;
      return { log: Math.log(rps) - truths[series], cost_us, busy_cpus: (rps * cost_us) / 1e6 };
    };
    return {
      reference: window('reference'),
      actix_reqwest: window('actix_reqwest'),
      gin_reqwest: window('gin_reqwest'),
    };
  });
}

/**
 * Entries are actix x reqwest and gin x reqwest by turns. A timeline begins in a row at random and goes
 * on from row to row, each series of a row being used once; after as many rows as there are it begins anew.
 */
export function openReplay(rows: readonly Row[], random: Random): Timeline {
  let [start, row] = [random.index(rows.length), 0];
  const used = new Set<Series>();
  const take = (series: Series): SimulatedWindow => {
    if (used.has(series)) {
      used.clear();
      row += 1;
      if (row === rows.length) [start, row] = [random.index(rows.length), 0];
    }
    used.add(series);
    const taken = rows[(start + row) % rows.length];
    if (taken === undefined) throw new RangeError('there are no measured rounds');
    return taken[series];
  };
  return {
    turn: () => undefined,
    control: () => take('reference'),
    window: (entry) => take(entry % 2 === 0 ? 'actix_reqwest' : 'gin_reqwest'),
  };
}
