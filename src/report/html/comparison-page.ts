/** Runs held against a base run as one HTML page, which may stand anywhere: it refers to no file beside it. */
import type { RunsComparison } from '../../analyse/versus/comparison.ts';
import { LEGEND, nameOf } from '../comparison-rows.ts';
import { printableComparison } from '../printable.ts';
import { capital } from '../wording.ts';
import { comparisonSections } from './comparison-section.ts';
import { comparisonVerdict } from './comparison-verdict.ts';
import { embedded } from './data-section.ts';
import type { Section } from './figure.ts';
import { gatesSection } from './gates-section.ts';
import { markup } from './markup.ts';
import { headerOf, page } from './shell.ts';

export function renderComparisonHtml(given: RunsComparison): string {
  const comparison = printableComparison(given);
  const { base, runs, gates } = comparison;
  const abouts = runs.map(({ run }) => run);
  const title = `Compared with ${nameOf(base)}`;
  const facts = [
    ...[`Base: ${aboutText(base)}`, ...abouts.map(aboutText).map(capital)],
    // It may be all that the verdict says.
    ...runs.filter(({ drift }) => drift.differs).map(({ drift }) => `! ${drift.sentence}`),
  ];
  return page({
    title,
    header: headerOf(title, comparisonVerdict(comparison), facts),
    sections: [
      ...gatesSection(gates),
      ...comparisonSections(comparison),
      METHOD,
      dataSection(given),
    ],
    tool_version: (abouts.at(-1) ?? base).tool_version,
    footer: `${abouts.map(nameOf).join(', ')} against ${nameOf(base)}`,
  }).text;
}

function aboutText(about: RunsComparison['base']): string {
  return `${nameOf(about)}, started ${about.started_at}, pairbench ${about.tool_version}`;
}

const METHOD: Section = {
  ...{ id: 'method', title: 'Method', short: 'Method', width: 'full' },
  content: markup`<p>${capital(LEGEND)}</p>
<p>All of it, with the statistics and the limits: docs/method.md of pairbench.</p>
`,
};

function dataSection(comparison: RunsComparison): Section {
  return {
    ...{ id: 'data', title: 'Data', short: 'Data', width: 'full' },
    content: markup`<p>This page holds the comparison as JSON in its element <code>#comparison</code> (schema ${comparison.schema}).</p>
${embedded('comparison', comparison)}`,
  };
}
