/** Which side was the limit of each pair, as a map, and in a sentence for each. */
import type { Cell, RunResult } from '../../analyse/result.ts';
import { formatPercent } from '../format.ts';
import { renderLimits } from '../limits.ts';
import { LIMIT_WORD, STATUS_WORD, VERDICTS } from '../palette.ts';
import { figure, legendOf, type Section } from './figure.ts';
import { type Markup, markup } from './markup.ts';
import { type Box, drawMatrix, matrixWidth } from './matrix-drawing.ts';
import { number, table, text } from './table.ts';
import { ENDLESS, paragraphs, pairTitle, PLAIN } from './words.ts';

export function bottleneckSection(result: RunResult): Section {
  const title = titleOf(result.cells);
  const drawing = drawMatrix(result.cells.map(boxOf), title);
  const content = markup`${figure({
    id: 'bottlenecks',
    title,
    layout: matrixWidth(result.cells) === 'half' ? 'wide' : 'scroll',
    drawings: [drawing],
    legend: legend(result.cells),
    caption:
      'Busy: CPU time of a side, as a share of the CPUs that it may use. Only a pair whose server was ' +
      'the limit tells how fast the server is.',
    table: limitTable(title, result),
  })}<details><summary>A sentence for each pair</summary>
${paragraphs(renderLimits(result, ENDLESS, PLAIN, 'full').slice(1))}</details>
`;
  return {
    id: 'limits',
    title: 'Who was the limit',
    short: 'Limits',
    width: matrixWidth(result.cells),
    content,
  };
}

function titleOf(cells: readonly Cell[]): string {
  const valid = cells.filter(({ status }) => status === 'valid');
  const count = (verdict: Cell['bottleneck']['verdict']): number =>
    valid.filter(({ bottleneck }) => bottleneck.verdict === verdict).length;
  const parts = VERDICTS.filter((verdict) => count(verdict) > 0).map(
    (verdict) => `${count(verdict)} ${LIMIT_WORD[verdict]}`,
  );
  return parts.length === 0
    ? 'No pair is valid, so no limit is known'
    : `The limit of ${valid.length === 1 ? 'the valid pair' : `${valid.length} valid pairs`}: ${parts.join(', ')}`;
}

function boxOf(cell: Cell): Box {
  const { server, client, status, bottleneck } = cell;
  const name = pairTitle(cell);
  if (status !== 'valid') {
    const word = STATUS_WORD[status];
    return {
      server,
      client,
      colours: null,
      lines: [word, 'no verdict'],
      title: `${name}: ${word}`,
    };
  }
  const { verdict, client_busy, server_busy } = bottleneck;
  return {
    ...{ server, client, title: `${name}: ${bottleneck.sentence}` },
    colours: { fill: `var(--tint-${verdict})`, ink: 'var(--ink)' },
    lines: [
      LIMIT_WORD[verdict],
      `client ${formatPercent(client_busy)} busy`,
      `server ${formatPercent(server_busy)} busy`,
    ],
  };
}

function legend(cells: readonly Cell[]): Markup {
  const shown = VERDICTS.filter((verdict) =>
    cells.some(({ status, bottleneck }) => status === 'valid' && bottleneck.verdict === verdict),
  );
  return legendOf(
    shown.map((verdict) => ({
      sign: markup`<span class="swatch" style="background:var(--tint-${verdict})"></span>`,
      word: LIMIT_WORD[verdict],
    })),
  );
}

function limitTable(label: string, { cells, ceilings }: RunResult): Markup {
  const columns = [
    text('pair'),
    text('limit'),
    ...['client busy', 'server busy', 'of the server’s ceiling', 'of the client’s ceiling'].map(
      number,
    ),
  ];
  const rows = [...cells, ...ceilings].map((cell) => {
    const { verdict, client_busy, server_busy, of_server_ceiling, of_client_ceiling } =
      cell.bottleneck;
    const word = cell.status === 'valid' ? LIMIT_WORD[verdict] : STATUS_WORD[cell.status];
    const shares = [client_busy, server_busy, of_server_ceiling, of_client_ceiling];
    return [pairTitle(cell), word, ...shares.map(formatPercent)];
  });
  return table(label, columns, rows);
}
