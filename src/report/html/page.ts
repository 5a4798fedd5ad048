/** The report as one HTML page: no script that runs, no request, the same bytes for the same input. */
import type { PlotData } from '../../analyse/plot-data.ts';
import type { RunResult } from '../../analyse/result.ts';
import { renderHeadline } from '../headline.ts';
import { renderHeader } from '../run-summary.ts';
import { bottleneckSection } from './bottleneck-section.ts';
import { checksSection } from './checks-section.ts';
import { costSection } from './cost-section.ts';
import { dataSection } from './data-section.ts';
import { environmentSection } from './environment-section.ts';
import { type Section, section } from './figure.ts';
import { intervalSection } from './interval-section.ts';
import { joined, type Markup, markup } from './markup.ts';
import { matrixSection } from './matrix-section.ts';
import { methodSection } from './method-section.ts';
import { percentileSection } from './percentile-section.ts';
import { rankingSection } from './ranking-section.ts';
import { resourceSection } from './resource-section.ts';
import { STYLE } from './style.ts';
import { timeSection } from './time-section.ts';
import { ENDLESS, paragraphs, PLAIN } from './words.ts';

export function renderHtml(result: RunResult, plots: PlotData): string {
  const sections = [
    matrixSection(result),
    bottleneckSection(result),
    rankingSection(result),
    intervalSection(result),
    percentileSection(result, plots),
    timeSection(plots),
    costSection(result),
    resourceSection(plots),
    checksSection(result),
    environmentSection(result),
    methodSection(result),
    dataSection(result),
  ];
  return page(result, sections).text;
}

/** Nothing may be loaded, and nothing may run. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

function page(result: RunResult, sections: readonly Section[]): Markup {
  const links = sections.map(({ id, short }) => markup`<li><a href="#${id}">${short}</a></li>`);
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="pairbench ${result.environment.tool_version}">
<title>${result.label ?? result.run_id} - pairbench</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#matrix">To the results</a>
${header(result)}
<nav aria-label="Sections"><ul>${links}</ul></nav>
<main>
${sections.map(section)}</main>
<footer><p>pairbench ${result.environment.tool_version}, run ${result.run_id}</p></footer>
</body>
</html>
`;
}

function header(result: RunResult): Markup {
  const [run = '', ...lines] = renderHeader(result, ENDLESS, PLAIN);
  const [verdict = 'Nothing could be compared.'] = renderHeadline(result, ENDLESS, PLAIN);
  return markup`<header>
<p class="run">${run}</p>
<h1>${unbroken(verdict)}</h1>
<div class="facts">${paragraphs(lines)}</div>
</header>`;
}

/** A line does not end within an interval. */
function unbroken(text: string): Markup {
  const words = text
    .split(' ')
    .map((word) =>
      /\d-\d/.test(word) ? markup`<span class="nb">${word}</span>` : markup`${word}`,
    );
  return joined(words, ' ');
}
