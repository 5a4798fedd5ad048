/** The table of the simulation, within 80 columns; what misses its wanted value is marked. */
import type { Assessment } from './assess.ts';
import { type Figure, misses, type Scenario } from './scenarios.ts';

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

export function renderHeader(): string {
  const titles = COLUMNS.map(([title]) => `${title.padStart(WIDTH - 1)} `).join('');
  return `${'noise'.padEnd(NAME_WIDTH)}  R G ${titles}`.trimEnd();
}

export function renderRow({ scenario, assessment }: Row): string {
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
