/** A run held against the base run: what became faster or slower, and what cannot be told. */
import type { Change, RunsComparison, Versus } from '../../analyse/versus/comparison.ts';
import {
  changeTitle,
  LEGEND,
  metricRows,
  MORE_ERRORS,
  nameOf,
  saidGroups,
  unlikeTitle,
  versusTitle,
  withMoreErrors,
} from '../comparison-rows.ts';
import { VERSUS_WORD } from '../palette.ts';
import { shorten } from '../text.ts';
import { capital, pairInWords } from '../wording.ts';
import type { Section } from './figure.ts';
import { joined, type Markup, markup, NOTHING } from './markup.ts';
import { matrixWidth } from './matrix-drawing.ts';
import { type Panel, switched } from './switched.ts';
import { versusMatrix } from './versus-matrix.ts';
import { versusRatios } from './versus-ratios.ts';
import { list, pairTitle, paragraphs } from './words.ts';

/** In the way to the sections. */
const MOST_LETTERS = 24;

/** One for each run, for a page of its own. */
export function comparisonSections({ runs, fail_if_slower }: RunsComparison): Section[] {
  return runs.map((versus, index): Section => {
    const id = `versus-${index + 1}`;
    return {
      ...{ id, width: 'full', title: versusTitle(versus) },
      short: shorten(versus.run.label ?? versus.run.run_id, MOST_LETTERS),
      content: versusContent(id, versus, fail_if_slower),
    };
  });
}

/** Within the page of the run that was compared. */
export function baselineSection({ base, runs, fail_if_slower }: RunsComparison): Section {
  const contents = runs.map((versus, index) => {
    const content = versusContent(`versus-${index + 1}`, versus, fail_if_slower);
    return markup`${paragraphs([versusTitle(versus)])}${content}`;
  });
  return {
    ...{ id: 'baseline', short: 'Baseline', width: 'full' },
    title: `Compared with ${nameOf(base)}`,
    content: markup`${joined(contents)}<p class="note">${capital(LEGEND)}</p>
`,
  };
}

function versusContent(id: string, versus: Versus, fail_if_slower: number | null): Markup {
  return markup`${conditions(versus)}${sentences(versus)}${figures(id, versus, fail_if_slower)}`;
}

/** What else than the services may have made the difference. */
function conditions(versus: Versus): Markup {
  const { differences, drift } = versus;
  const unlike =
    differences.length === 0
      ? NOTHING
      : markup`<div class="faults">${paragraphs([`! ${unlikeTitle(versus)}`])}${list(differences)}</div>
`;
  const said = paragraphs([drift.differs ? `! ${drift.sentence}` : drift.sentence]);
  return markup`${unlike}${drift.differs ? markup`<div class="faults">${said}</div>\n` : said}`;
}

/** Of the pairs whose ratio says nothing, or not enough. */
function sentences({ cells }: Versus): Markup {
  return list([
    ...withMoreErrors(cells).map((cell) => `${MORE_ERRORS} ${pairTitle(cell)}: ${cell.sentence}`),
    ...saidGroups(cells).map(
      ({ verdict, names, sentence }) =>
        `${VERSUS_WORD[verdict]} ${names.map(pairInWords).join(', ')}: ${sentence}`,
    ),
  ]);
}

const PANELS: Readonly<Record<Change['metric'], Panel['id']>> = {
  throughput_rps: 'throughput',
  p50_at_rate_ns: 'p50',
  p99_at_rate_ns: 'p99',
  cpu_us_per_request: 'cpu',
};

/** The metric that decides always, the others where they have a ratio. */
function figures(id: string, versus: Versus, fail_if_slower: number | null): Markup {
  const { cells, decided_by } = versus;
  const known = metricRows(versus, 'full');
  const none = { metric: decided_by, title: changeTitle(decided_by), rows: [], tied: 0 };
  const shown = known[0]?.metric === decided_by ? known : [none, ...known];
  const panels = shown.map((one): Panel => {
    const panel = PANELS[one.metric];
    const drawings = [
      versusMatrix(`${id}-matrix-${panel}`, versus, one.metric),
      ...versusRatios(
        `${id}-ratio-${panel}`,
        one,
        one.metric === decided_by ? fail_if_slower : null,
      ),
    ];
    const isWide = matrixWidth(cells) === 'full' || drawings.length === 1;
    const content = isWide ? joined(drawings) : markup`<div class="beside">${drawings}</div>`;
    return { id: panel, word: one.title, content };
  });
  return switched(`${id}-show`, 'Compare by', panels);
}
