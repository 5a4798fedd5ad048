/** The report as one HTML page: no script that runs, no request, the same bytes for the same input. */
import type { PlotData } from '../../analyse/plot-data.ts';
import type { RunResult } from '../../analyse/result.ts';
import type { RunsComparison } from '../../analyse/versus/comparison.ts';
import { renderHeadline } from '../headline.ts';
import { printable, printableComparison, printableResult } from '../printable.ts';
import { gatesOf } from '../reported.ts';
import { renderHeader } from '../run-summary.ts';
import { bottleneckSection } from './bottleneck-section.ts';
import { checksSection } from './checks-section.ts';
import { baselineSection } from './comparison-section.ts';
import { costSection } from './cost-section.ts';
import { curveSection } from './curve-section.ts';
import { dataSection } from './data-section.ts';
import { environmentSection } from './environment-section.ts';
import type { Section } from './figure.ts';
import { gatesSection } from './gates-section.ts';
import { intervalSection } from './interval-section.ts';
import type { Markup } from './markup.ts';
import { matrixSection } from './matrix-section.ts';
import { methodSection } from './method-section.ts';
import { percentileSection } from './percentile-section.ts';
import { rankingSection } from './ranking-section.ts';
import { resourceSection } from './resource-section.ts';
import { headerOf, page } from './shell.ts';
import { timeSection } from './time-section.ts';
import { variationSection } from './variation-section.ts';
import { ENDLESS, PLAIN } from './words.ts';

/** Comparison: with an earlier run; null: with none. All texts are made printable, but for the data. */
export function renderHtml(
  given: RunResult,
  givenPlots: PlotData,
  givenComparison: RunsComparison | null,
): string {
  const [result, plots] = [printableResult(given), printablePlots(givenPlots)];
  const comparison = givenComparison === null ? null : printableComparison(givenComparison);
  return page({
    title: result.label ?? result.run_id,
    header: header(result),
    sections: sectionsOf({ given, givenComparison, result, plots, comparison }),
    tool_version: result.environment.tool_version,
    footer: `run ${result.run_id}`,
  }).text;
}

interface Shown {
  readonly given: RunResult;
  readonly givenComparison: RunsComparison | null;
  readonly result: RunResult;
  readonly plots: PlotData;
  readonly comparison: RunsComparison | null;
}

function sectionsOf({ given, givenComparison, result, plots, comparison }: Shown): Section[] {
  const curves = curveSection(result);
  const end = [
    environmentSection(result),
    methodSection(result),
    dataSection(given, givenComparison),
  ];
  if (curves.length > 0) return [...curves, ...end];
  return [
    ...gatesSection(gatesOf({ result, comparison })),
    ...variationSection(result),
    matrixSection(result),
    bottleneckSection(result),
    ...(comparison === null ? [] : [baselineSection(comparison)]),
    rankingSection(result),
    intervalSection(result),
    percentileSection(result, plots),
    timeSection(plots),
    costSection(result),
    resourceSection(result, plots),
    checksSection(result),
    ...end,
  ];
}

function header(result: RunResult): Markup {
  const [run = '', ...facts] = renderHeader(result, ENDLESS, PLAIN);
  const verdict = renderHeadline(result, ENDLESS, PLAIN).join(' ');
  return headerOf(run, verdict === '' ? 'Nothing could be compared.' : verdict, facts);
}

/** Named as in the result. */
function printablePlots({ pairs }: PlotData): PlotData {
  return {
    pairs: pairs.map((pair) => ({
      ...pair,
      server: printable(pair.server),
      client: printable(pair.client),
    })),
  };
}
