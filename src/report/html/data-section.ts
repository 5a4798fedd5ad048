/** The data behind the page: the result, embedded, and the files beside it. */
import type { Cell, RunResult } from '../../analyse/result.ts';
import type { RunsComparison } from '../../analyse/versus/comparison.ts';
import type { Section } from './figure.ts';
import { embeddedJson, type Markup, markup, NOTHING } from './markup.ts';

/** More rounds than that, of all cells together, would make the page larger than what it shows. */
const MOST_ROUNDS = 1000;

export function dataSection(result: RunResult, comparison: RunsComparison | null): Section {
  const rounds = [...result.cells, ...result.ceilings].reduce(
    (sum, { throughput_rps }) => sum + throughput_rps.rounds.length,
    0,
  );
  const isLong = rounds > MOST_ROUNDS;
  const without = isLong ? ', without the lists of rounds and repeats, which result.json has' : '';
  const content = markup`<p>In the folder of the run, beside this page: <a href="cells.csv">cells.csv</a> has a row for each cell, <a href="result.json">result.json</a> the whole result, journal.ndjson every window with its histograms.</p>
<p>This page holds the result too, as JSON in its element <code>#result</code> (schema ${result.schema}${without})${comparison === null ? NOTHING : markup`, and the comparison in <code>#comparison</code> (schema ${comparison.schema})`}.</p>
${embedded('result', isLong ? withoutRounds(result) : result)}${comparison === null ? NOTHING : embedded('comparison', comparison)}`;
  return { id: 'data', title: 'Data', short: 'Data', width: 'full', content };
}

/** For programs that read the page. */
export function embedded(id: string, value: unknown): Markup {
  return markup`<script type="application/json" id="${id}">${embeddedJson(value)}</script>
`;
}

function withoutRounds(result: RunResult): RunResult {
  const short = (cell: Cell): Cell => ({
    ...cell,
    throughput_rps: { ...cell.throughput_rps, rounds: [] },
    repeats: [],
  });
  return {
    ...result,
    cells: result.cells.map(short),
    ceilings: result.ceilings.map(short),
    latency_at_rate: result.latency_at_rate.map((one) => ({ ...one, repeats: [] })),
  };
}
