/** What is simulated, and what is wanted of it. */
import type { Assessment, Trial } from './assess.ts';
import type { MethodsTrial } from './methods.ts';
import * as noise from './noise.ts';
import type { Random } from './random.ts';
import { openReplay, readRows } from './replay.ts';
import type { Timeline } from './timeline.ts';

export type Figure = keyof Assessment;

type Wanted = Partial<Readonly<Record<Figure, Limit>>>;

export type Limit = { readonly least: number } | { readonly most: number };

export interface Scenario extends Trial {
  readonly noise: string;
  readonly wanted: Wanted;
}

interface Kind {
  readonly noise: string;
  readonly open: (random: Random) => Timeline;
  /** Beyond what is wanted of all; null: only shown, see docs/method.md. */
  readonly wanted: ((trial: Pick<Trial, 'rounds' | 'gates'>) => Wanted) | null;
}

const ROUNDS = [3, 5, 10];
const GATES = ['without', 'with'] as const;

const ALWAYS: Wanted = { coverage: { least: 0.93 }, false_faster: { most: 0.05 } };

/** As a program has it on a machine in one state; tests/data/noise.json has 1.0 and 1.4 %. */
const CV = 0.02;
const LOW_CV = 0.014;

const nothingMore = (): Wanted => ({});

function synthetic(
  name: string,
  program: noise.Program,
  machine: noise.OpenMachine,
  wanted: Kind['wanted'] = nothingMore,
): Kind {
  return {
    noise: name,
    open: (random) => noise.openSynthetic(program, machine, random),
    wanted,
  };
}

function kinds(): Kind[] {
  const rows = readRows();
  const oneBimodal = noise.oneAmong(noise.bimodal(CV), noise.plain(CV));
  return [
    synthetic('plain, CV 2 %', noise.plain(CV), noise.steady, ({ rounds }) =>
      rounds < 5 ? {} : { of_oracle: { most: 1.15 } },
    ),
    synthetic('CV 1 to 5 %', noise.unequal, noise.steady),
    synthetic('heavy tails', noise.heavy(CV), noise.steady),
    synthetic('5 % stalled', noise.plain(CV), noise.stalling),
    synthetic('two states', noise.plain(LOW_CV), noise.twoStates),
    synthetic('bimodal programs', noise.bimodal(CV), noise.steady),
    {
      noise: 'noise.json',
      open: (random) => openReplay(rows, random),
      wanted: ({ rounds, gates }) => {
        const most = { 3: 0.025, 10: 0.015 }[rounds];
        return gates === 'without' || most === undefined ? {} : { half_width: { most } };
      },
    },
    synthetic('one bimodal of nine', oneBimodal, noise.steady, null),
    synthetic('bimodal, two states', noise.bimodal(CV), noise.twoStates, null),
  ];
}

/** What the choice between t and Wilcoxon rests on. */
export interface MethodsScenario extends MethodsTrial {
  readonly noise: string;
}

const METHODS_ROUNDS = [7, 10, 15, 20];
const METHODS_KINDS = ['plain, CV 2 %', 'CV 1 to 5 %', 'heavy tails', '5 % stalled'];

export function methodsScenarios(): MethodsScenario[] {
  return kinds()
    .filter(({ noise: name }) => METHODS_KINDS.includes(name))
    .flatMap(({ noise: name, open }) =>
      METHODS_ROUNDS.map((rounds) => ({ noise: name, open, rounds })),
    );
}

export function scenarios(): Scenario[] {
  return kinds().flatMap(({ noise: name, open, wanted }) =>
    GATES.flatMap((gates) =>
      ROUNDS.map((rounds) => ({
        noise: name,
        open,
        rounds,
        gates,
        wanted: wanted === null ? {} : { ...ALWAYS, ...wanted({ rounds, gates }) },
      })),
    ),
  );
}

export function misses(value: number, limit: Limit | undefined): boolean {
  if (limit === undefined) return false;
  return 'least' in limit ? !(value >= limit.least) : !(value <= limit.most);
}
