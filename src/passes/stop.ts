/** When a pass ends before all its rounds are measured: it is precise enough, or there is no time. */
import { widestHalfWidth } from '../analyse/selection/precision.ts';
import { observe } from '../analyse/selection/selected-rounds.ts';
import { MIN_ROUNDS_FOR_PRECISION } from '../plan/estimate.ts';
import type { Conduct, MeasuredPass } from './conduct.ts';
import { belongsTo } from './conduct.ts';

function isPrecise(pass: MeasuredPass, { plan, record }: Conduct): boolean {
  const { throughput_precision, p99_precision } = plan.stop;
  const wanted = pass === 'throughput' ? throughput_precision : p99_precision;
  if (wanted === null) return false;
  const widest = widestHalfWidth(
    observe(record, pass, plan.pairs, ({ rps, p99_ns }) => (pass === 'throughput' ? rps : p99_ns)),
  );
  return widest !== null && widest <= wanted;
}

/** Of a round of this pass, and of the rounds that the second pass will need for it. */
function roundMs(pass: MeasuredPass, round: number, { plan, expectedMs }: Conduct): number {
  const ofPass = (one: MeasuredPass, first: number): number =>
    expectedMs(
      plan.blocks.filter(
        (block) => belongsTo(one, block) && block.round >= first && block.round <= round,
      ),
    );
  return ofPass(pass, round) + (pass === 'throughput' ? ofPass('latency', 1) : 0);
}

/** Null: the round is measured. The first one always is. */
export function reasonToStop(
  pass: MeasuredPass,
  round: number,
  conduct: Conduct,
): 'precision' | 'max-time' | null {
  if (round === 1) return null;
  if (round > MIN_ROUNDS_FOR_PRECISION && isPrecise(pass, conduct)) return 'precision';
  const { max_time_ms } = conduct.plan.stop;
  const end_ms = conduct.elapsed_ms() + roundMs(pass, round, conduct);
  return max_time_ms !== null && end_ms > max_time_ms ? 'max-time' : null;
}
