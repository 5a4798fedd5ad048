/** The doctor's findings as lines of a terminal and as JSON. */
import type { ChalkInstance } from 'chalk';
import { doctorReportSchema } from '../doctor/report.ts';
import type { DoctorReport } from '../doctor/report.ts';
import type { Cure, Finding, Group, Status } from '../doctor/finding.ts';
import { paletteFor } from './palette.ts';
import { printable } from './printable.ts';
import type { Paper } from './terminal.ts';
import { wrap } from './text.ts';

const HEADINGS: Readonly<Record<Group, string>> = {
  services: 'What the services are built with',
  tools: 'What pairbench calls',
  docker: 'Containers',
  cpu: 'CPUs',
  limits: 'Limits',
  network: 'Network',
  disk: 'Disk',
  clock: 'Clock',
};

/** All of one width. */
const WORDS: Readonly<Record<Status, string>> = {
  ok: '✓ ok  ',
  warn: '! warn',
  fail: '✗ fail',
};
const INDENT = ' '.repeat('✓ ok    '.length);

/** The shell joins lines that end with a backslash: what was wrapped can still be copied. */
const JOINED = ' \\';

/** The lines after the first are indented as far as the first one's text. */
function hang(first: string, text: string, width: number): string[] {
  const [line = '', ...rest] = wrap(text, width - first.length);
  return [first + line, ...rest.map((more) => ' '.repeat(first.length) + more)];
}

function cureLines({ kind, text }: Cure, width: number): string[] {
  const label = `${INDENT}cure:  `;
  if (kind === 'advice' || label.length + text.length <= width) return hang(label, text, width);
  const lines = wrap(text, width - JOINED.length, `${INDENT}  `);
  return [
    label.trimEnd(),
    ...lines.map((line, at) => (at < lines.length - 1 ? line + JOINED : line)),
  ];
}

function paint(palette: ChalkInstance, status: Status, word: string): string {
  switch (status) {
    case 'ok':
      return palette.green(word);
    case 'warn':
      return palette.yellow(word);
    case 'fail':
      return palette.red(word);
  }
}

function findingLines(finding: Finding, width: number, palette: ChalkInstance): string[] {
  const { status, title, found } = finding;
  const word = WORDS[status];
  // Tools and engines say what they like.
  const lines = wrap(printable(`${title}: ${found}`), width, INDENT);
  const first = `${paint(palette, status, word)}${(lines[0] ?? INDENT).slice(word.length)}`;
  const rest = lines.slice(1);
  if (finding.status === 'ok') return [first, ...rest];
  return [
    first,
    ...rest,
    ...hang(`${INDENT}costs: `, printable(finding.costs), width),
    ...cureLines({ ...finding.cure, text: printable(finding.cure.text) }, width),
  ];
}

export function renderDoctor(report: DoctorReport, { colour, width }: Paper): string {
  const palette = paletteFor(colour);
  const { findings, counts } = report;
  const groups = [...new Set(findings.map(({ group }) => group))];
  const sections = groups.map((group) =>
    [
      palette.bold(HEADINGS[group]),
      ...findings
        .filter((finding) => finding.group === group)
        .flatMap((finding) => findingLines(finding, width, palette)),
    ].join('\n'),
  );
  return `${sections.join('\n\n')}\n\n${counts.ok} ok, ${counts.warn} warn, ${counts.fail} fail\n`;
}

export function renderDoctorJson(report: DoctorReport): string {
  return `${JSON.stringify(doctorReportSchema.parse(report), null, 2)}\n`;
}
