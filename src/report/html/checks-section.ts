/** Errors, checks of physics, what was left out and measured again, and how far to believe it all. */
import type { Cell, RunResult } from '../../analyse/result.ts';
import { renderBelieve } from '../believe.ts';
import { noteOfMore } from '../detail.ts';
import { formatRatio, formatWhole } from '../format.ts';
import { notValidLines, renderNotValid } from '../not-valid.ts';
import { STATUS_WORD } from '../palette.ts';
import { renderNotices } from '../run-summary.ts';
import type { Section } from './figure.ts';
import { type Markup, markup, NOTHING } from './markup.ts';
import { number, prose, table, text } from './table.ts';
import { ENDLESS, list, pairTitle, paragraphs, PLAIN } from './words.ts';

export function checksSection(result: RunResult): Section {
  const faults = [
    ...renderNotValid(result, ENDLESS, PLAIN),
    ...notValidLines(result.latency_at_rate, ENDLESS, PLAIN),
  ];
  const notices = renderNotices(result, ENDLESS, PLAIN);
  const content = markup`${faults.length === 0 ? ALL_VALID : markup`<div class="faults">${paragraphs(faults)}</div>`}
${list(notices)}<h3>How far to believe this</h3>
${list(renderBelieve(result, ENDLESS, PLAIN, 'full').slice(1))}<h3>Requests and errors</h3>
${requestTable(result)}<h3>Checks of physics</h3>
<p>Made of each window of each pair; one that is broken makes its pair invalid.</p>
${checkTable(result)}${repeats(result)}`;
  return { id: 'checks', title: 'Errors and checks', short: 'Checks', width: 'full', content };
}

const MOST_REPEATS = 200;

const ALL_VALID = markup`<p>${STATUS_WORD.valid}: every pair passed every check.</p>`;

function requestTable({ cells, ceilings }: RunResult): Markup {
  const columns = [
    text('pair'),
    text('status'),
    ...['rounds', 'successful', 'outside windows', 'failed'].map(number),
    prose('by kind'),
  ];
  const rows = [...cells, ...ceilings].map((cell) => {
    const { ok, ok_outside_windows, failed, by_kind } = cell.requests;
    const kinds = Object.entries(by_kind).map(([kind, count]) => `${kind} ${count}`);
    return [
      pairTitle(cell),
      STATUS_WORD[cell.status],
      `${cell.rounds_measured}/${cell.rounds_planned}`,
      ...[ok, ok_outside_windows, failed].map(formatWhole),
      kinds.join(', '),
    ];
  });
  return table('Requests and errors', columns, rows);
}

/** A line for each check; pairs are named only where it is not kept, or where nobody knows. */
function checkTable({ cells, ceilings }: RunResult): Markup {
  const made = [...cells, ...ceilings].flatMap((cell) =>
    cell.checks.map((check) => ({ ...check, pair: pairTitle(cell) })),
  );
  const kinds = new Map(made.map(({ name, limit }) => [`${name}: ${limit}`, { name, limit }]));
  if (kinds.size === 0) return markup`<p>Nothing could be checked.</p>\n`;
  const rows = [...kinds.values()].map(({ name, limit }) => {
    const own = made.filter((check) => check.name === name && check.limit === limit);
    const [kept, broken, unknown] = [true, false, null].map((ok) =>
      own.filter((one) => one.ok === ok),
    );
    const brokenBy = broken?.map(({ pair, value }) => `${pair} (${formatRatio(value)})`) ?? [];
    const unknownOf = unknown?.map(({ pair }) => pair) ?? [];
    return [
      name.replaceAll('_', ' '),
      limit,
      `${brokenBy.length > 0 ? '✗' : unknownOf.length > 0 ? '?' : '✓'} ${kept?.length ?? 0} of ${own.length}`,
      brokenBy.join(', '),
      unknownOf.join(', '),
    ];
  });
  const columns = [text('check'), text('limit'), number('kept by')];
  return table(
    'Checks of physics',
    [...columns, prose('broken by (worst value)'), prose('could not be checked')],
    rows,
  );
}

function repeats({ cells, ceilings, latency_at_rate }: RunResult): Markup {
  const of = (
    pairs: readonly Pick<Cell, 'server' | 'client' | 'repeats'>[],
    pass: string,
  ): string[][] =>
    pairs.flatMap((pair) =>
      pair.repeats.map(({ round, gate, why }) => [
        pairTitle(pair),
        pass,
        String(round),
        gate.replaceAll('_', ' '),
        why,
      ]),
    );
  const rows = [...of([...cells, ...ceilings], 'throughput'), ...of(latency_at_rate, 'equal load')];
  if (rows.length === 0) return NOTHING;
  const shown = rows.slice(0, MOST_REPEATS);
  const note = noteOfMore(rows.length - shown.length);
  const columns = [text('pair'), text('pass'), number('round'), text('gate'), prose('why')];
  return markup`<details><summary>Windows that were measured again</summary>
${table('Windows that were measured again', columns, shown)}${note === null ? NOTHING : paragraphs([note])}</details>
`;
}
