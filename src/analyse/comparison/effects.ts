/** What servers and clients do to the throughput by themselves, and what a pair has beyond that. */
import type { Effects } from '../result-comparison.ts';
import { twoFactorEffects } from '../statistics/effects.ts';
import { limitOf } from './bottleneck.ts';
import { type Compared, type ComparedCell, pairName } from './compared.ts';
import { toInterval } from './interval.ts';

export type EffectsOrNot =
  | { readonly effects: Effects; readonly effects_absent: null }
  | { readonly effects: null; readonly effects_absent: string };

/** Over the chosen pairs that are valid and no bounds: a bound is the effect of one side only. */
export function effectsOf(compared: Compared): EffectsOrNot {
  if (compared.rate_per_s !== null)
    return { effects: null, effects_absent: 'the rate was fixed by --rate' };
  const used = compared.cells.filter((cell) => isUsed(cell, compared));
  const left_out = compared.cells.filter((cell) => !used.includes(cell)).map(pairName);
  const effects = twoFactorEffects(
    used.flatMap(({ server, client, rounds }) =>
      rounds.map(({ round, rps }) => ({ server, client, round, value: rps })),
    ),
  );
  if ('absent' in effects) {
    const why =
      left_out.length === 0 ? '' : `; left out as bounds or not valid: ${left_out.join(', ')}`;
    return { effects: null, effects_absent: `${effects.absent}${why}` };
  }
  const named = ({ name, ratio }: (typeof effects.servers)[number]) => ({
    name,
    ratio: toInterval(ratio),
  });
  return {
    effects: {
      servers: effects.servers.map(named),
      clients: effects.clients.map(named),
      interaction: effects.interaction.map(({ server, client, ratio }) => ({
        server,
        client,
        ratio: toInterval(ratio),
      })),
      residual_cv: effects.residual_cv,
      left_out,
    },
    effects_absent: null,
  };
}

function isUsed(cell: ComparedCell, compared: Compared): boolean {
  return cell.status === 'valid' && limitOf(cell, compared).bound === null;
}
