/** The table of the simulation, within 80 columns; what misses its wanted value is marked. */
import type { Assessment } from './assess.ts';
import type { MethodsAssessment } from './methods.ts';
import { type Figure, type MethodsScenario, misses, type Scenario } from './scenarios.ts';

export interface Row {
  readonly scenario: Scenario;
  readonly assessment: Assessment;
}

const MISSED = '!';

const share = (value: number): string => value.toFixed(3);
const percent = (value: number): string => `${(value * 100).toFixed(1)}%`;
const whole = (value: number): string => `${(value * 100).toFixed(0)}%`;

const COLUMNS: readonly (readonly [title: string, Figure, (value: number) => string])[] = [
  ['cover', 'coverage', share],
  ['lowest', 'lowest_coverage', share],
  ['false', 'false_faster', percent],
  ['power', 'power', whole],
  ['half', 'half_width', percent],
  ['oracle', 'of_oracle', (value) => value.toFixed(2)],
  ['known', 'known', whole],
  ['work', 'windows', (value) => value.toFixed(2)],
];

const NAME_WIDTH = 19;
const WIDTH = 7;

export function renderRows(rows: readonly Row[]): string {
  const titles = COLUMNS.map(([title]) => `${title.padStart(WIDTH - 1)} `).join('');
  const header = `${'noise'.padEnd(NAME_WIDTH)}  R G ${titles}`.trimEnd();
  return [header, ...rows.map(renderRow)].join('\n');
}

function renderRow({ scenario, assessment }: Row): string {
  const { noise, rounds, gates, wanted } = scenario;
  const cells = COLUMNS.map(([, figure, format]) => {
    const value = assessment[figure];
    const mark = misses(value, wanted[figure]) ? MISSED : ' ';
    return `${format(value).padStart(WIDTH - 1)}${mark}`;
  });
  const place = `${String(rounds).padStart(3)} ${gates === 'with' ? '+' : '-'} `;
  return `${noise.padEnd(NAME_WIDTH)}${place}${cells.join('')}`.trimEnd();
}

export function missed({ scenario, assessment }: Row): Figure[] {
  return COLUMNS.flatMap(([, figure]) =>
    misses(assessment[figure], scenario.wanted[figure]) ? [figure] : [],
  );
}

export interface MethodsRow {
  readonly scenario: MethodsScenario;
  readonly assessment: MethodsAssessment;
}

const METHODS_HEADER = `
t intervals against Wilcoxon's, on the same runs without gates

${'noise'.padEnd(NAME_WIDTH)}  R  t: cover   half  W: cover   half    W / t`.trimStart();

export function renderMethods(rows: readonly MethodsRow[]): string {
  const lines = rows.map(({ scenario, assessment }) => {
    const { 'pooled t': t, Wilcoxon: ranks } = assessment;
    const figures = [t.coverage, t.half_width, ranks.coverage, ranks.half_width].map(
      (value, index) => (index % 2 === 0 ? share(value).padStart(10) : percent(value).padStart(7)),
    );
    const ratio = (ranks.half_width / t.half_width).toFixed(2).padStart(9);
    const place = String(scenario.rounds).padStart(3);
    return `${scenario.noise.padEnd(NAME_WIDTH)}${place}${figures.join('')}${ratio}`;
  });
  return [METHODS_HEADER, ...lines].join('\n');
}
