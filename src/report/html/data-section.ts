/** The data behind the page: the result and what was drawn, embedded; and the files beside it. */
import type { PlotData } from '../../analyse/plot-data.ts';
import type { RunResult } from '../../analyse/result.ts';
import type { Section } from './figure.ts';
import { embeddedJson, markup } from './markup.ts';

export function dataSection(result: RunResult, plots: PlotData): Section {
  const content = markup`<p>In the folder of the run, beside this page: <a href="cells.csv">cells.csv</a> has a row for each cell, <a href="result.json">result.json</a> the whole result, journal.ndjson every window with its histograms.</p>
<p>This page holds the result too, as JSON in its elements <code>#result</code> (as result.json, schema ${result.schema}) and <code>#plots</code> (what the lines are drawn from).</p>
<script type="application/json" id="result">${embeddedJson(result)}</script>
<script type="application/json" id="plots">${embeddedJson(plots)}</script>
`;
  return { id: 'data', title: 'Data', short: 'Data', width: 'full', content };
}
