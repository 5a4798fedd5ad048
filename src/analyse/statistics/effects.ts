/** Main effects of servers and clients and their interaction, on the log scale. */
import { componentsOf } from './components.ts';
import { contrastOf } from './contrast.ts';
import { intervalOf } from './interval.ts';
import { inverse } from './cholesky.ts';
import { fitLayout, type Layout } from './layout.ts';
import { assertObservations, type Estimate, ONE_ROUND } from './observation.ts';
import { entryVariances } from './variances.ts';

export interface PairObservation {
  readonly server: string;
  readonly client: string;
  readonly round: number;
  readonly value: number;
}

export interface TwoFactorEffects {
  /** Against the geometric mean of all servers, as ratios. */
  readonly servers: readonly { readonly name: string; readonly ratio: Estimate }[];
  readonly clients: readonly { readonly name: string; readonly ratio: Estimate }[];
  /** What the pair has beyond both of its sides. */
  readonly interaction: readonly {
    readonly server: string;
    readonly client: string;
    readonly ratio: Estimate;
  }[];
  /** Standard deviation of what is left, as a ratio minus 1. */
  readonly residual_cv: number;
}

interface Pair {
  readonly server: number;
  readonly client: number;
}

const LEVEL = 0.95;

/**
 * log(value) = round + server + client + server x client. The pairs' effects are those of the
 * two-way layout of pairs and rounds; their additive part in servers and clients is fitted by least
 * squares with weight 1 for each pair (Scheffé, The Analysis of Variance, 1959, section 4.1), so
 * that pairs may be missing; the interaction is what that leaves. All of them are contrasts of the pairs.
 */
export function twoFactorEffects(
  observations: readonly PairObservation[],
): TwoFactorEffects | { readonly absent: string } {
  const named = observations.map((one) => ({ ...one, entry: entryOf(one) }));
  assertObservations(named);
  if (named.length === 0) return { absent: 'there are no pairs' };
  const layout = fitLayout(named);
  const [servers, clients] = [unique(named, 'server'), unique(named, 'client')];
  const pairs = unique(named, 'entry').map((entry) => {
    const one = named.find((other) => other.entry === entry);
    return {
      server: servers.indexOf(one?.server ?? ''),
      client: clients.indexOf(one?.client ?? ''),
    };
  });
  const problem = problemOf(layout, servers.length, clients.length, pairs);
  if (problem !== null) return { absent: problem };
  const fit = additiveFit(servers.length, clients.length, pairs);
  const variances = entryVariances(layout);
  const ratio = (weights: readonly number[]): Estimate =>
    intervalOf(contrastOf(layout, variances, new Map(weights.entries())), LEVEL);
  return {
    servers: servers.map((name, index) => ({ name, ratio: ratio(fit.servers[index] ?? []) })),
    clients: clients.map((name, index) => ({ name, ratio: ratio(fit.clients[index] ?? []) })),
    interaction: pairs.map(({ server, client }, index) => ({
      server: servers[server] ?? '',
      client: clients[client] ?? '',
      ratio: ratio(fit.interaction[index] ?? []),
    })),
    residual_cv: Math.expm1(Math.sqrt(layout.residual.sum / layout.residual.df)),
  };
}

function problemOf(
  layout: Layout,
  servers: number,
  clients: number,
  pairs: readonly Pair[],
): string | null {
  if (servers < 2 || clients < 2) return 'effects need two servers and two clients at least';
  if (new Set(layout.component).size > 1)
    return 'some pairs have no round in common with the others';
  const places = pairs.map(({ server, client }) => ({ entry: server, round: client }));
  if (new Set(componentsOf(servers, clients, places)).size > 1)
    return 'some servers have no client in common with the others';
  return layout.residual.df === 0 ? ONE_ROUND : null;
}

interface AdditiveFit {
  /** For each server the weights of the pairs' effects that give its own. */
  readonly servers: readonly (readonly number[])[];
  readonly clients: readonly (readonly number[])[];
  readonly interaction: readonly (readonly number[])[];
}

/** Least squares of pair = mean + server + client, as weights; the effects of each side add up to 0. */
function additiveFit(servers: number, clients: number, pairs: readonly Pair[]): AdditiveFit {
  const size = servers + clients;
  const design = pairs.map(({ server, client }) =>
    Array.from({ length: size }, (_, k): number =>
      k === server || k === servers + client ? 1 : 0,
    ),
  );
  // The constraint that fixes what can move between the two sides; it changes no fitted value.
  const constraint = Array.from({ length: size }, (_, k) => (k < servers ? 1 : -1));
  const normal = constraint.map((own, i) =>
    constraint.map((other, j) =>
      design.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), own * other),
    ),
  );
  const solution = inverse(normal).map((row) =>
    design.map((line) => line.reduce((sum, value, k) => sum + value * (row[k] ?? 0), 0)),
  );
  const [own, others] = [solution.slice(0, servers), solution.slice(servers)];
  const interaction = pairs.map(({ server, client }, pair) =>
    pairs.map(
      (_, k) => (k === pair ? 1 : 0) - (own[server]?.[k] ?? 0) - (others[client]?.[k] ?? 0),
    ),
  );
  return { servers: centred(own), clients: centred(others), interaction };
}

/** Less the mean of all rows. */
function centred(rows: readonly (readonly number[])[]): number[][] {
  const mean = (k: number): number =>
    rows.reduce((sum, row) => sum + (row[k] ?? 0), 0) / rows.length;
  return rows.map((row) => row.map((value, k) => value - mean(k)));
}

function entryOf({ server, client }: PairObservation): string {
  return `${server}:${client}`;
}

function unique<K extends string>(items: readonly Readonly<Record<K, string>>[], key: K): string[] {
  return [...new Set(items.map((item) => item[key]))];
}
