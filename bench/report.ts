/** `npm run bench -- report`: what it takes to report runs that are longer and longer, in time and memory. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { PACKAGE_ROOT } from '../src/commands/package.ts';
import { EXIT, UserError } from '../src/host/user-error.ts';
import { writeBigRun } from '../tests/big-run/big-run.ts';

const BIN = path.join(PACKAGE_ROOT, 'bin', 'pairbench.js');
const ROUNDS = [100, 300, 1000] as const;
const SEED = 7;
/** For the longest run. */
const MOST_S = 10;
const MOST_MB = 400;
/** Of time and memory, beyond what the rounds alone make up. */
const MOST_OF_LINEAR = 1.25;

interface Taken {
  readonly rounds: number;
  readonly journal_mb: number;
  readonly s: number;
  readonly peak_mb: number;
}

/** Node tells its own peak when it ends. */
const TELL_PEAK = `data:text/javascript,${encodeURIComponent(
  `import { writeSync } from 'node:fs';
   process.on('exit', () => writeSync(2, 'peak ' + process.resourceUsage().maxRSS + '\\n'));`,
)}`;

async function reportOf(folder: string): Promise<Pick<Taken, 's' | 'peak_mb'>> {
  const files = ['html', 'json'].map((form) => path.join(folder, `out.${form}`));
  const words = ['report', folder, '--export-html', files[0] ?? '', '--json', files[1] ?? ''];
  const started = performance.now();
  const { exitCode, stderr } = await execa(
    process.execPath,
    ['--import', TELL_PEAK, BIN, ...words],
    {
      reject: false,
    },
  );
  const s = (performance.now() - started) / 1000;
  const peak_kb = Number(/^peak (\d+)$/m.exec(stderr)?.[1]);
  if (exitCode !== EXIT.ok || !(peak_kb > 0))
    throw new UserError(`the report failed with exit code ${exitCode ?? '?'}`, stderr, 1);
  return { s, peak_mb: (peak_kb * 1024) / 1e6 };
}

async function measure(rounds: number): Promise<Taken> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pairbench-report-'));
  try {
    const journal_mb = writeBigRun(folder, { rounds, seed: SEED }) / 1e6;
    return { rounds, journal_mb, ...(await reportOf(folder)) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function line({ rounds, journal_mb, s, peak_mb }: Taken): string {
  return (
    `${String(rounds).padStart(6)}  ${journal_mb.toFixed(0).padStart(10)}  ` +
    `${s.toFixed(2).padStart(6)}  ${peak_mb.toFixed(0).padStart(8)}`
  );
}

function verdict(what: string, isMet: boolean): string {
  return `${what}  ${isMet ? 'ok' : 'MISSED'}`;
}

/** Beyond the first: a start costs the same for every run. */
function growth(taken: readonly Taken[], of: (one: Taken) => number): string[] {
  return taken.slice(1).map((one, index) => {
    const before = taken[index] ?? one;
    const ratio = of(one) / of(before);
    const rounds = one.rounds / before.rounds;
    return verdict(
      `${ratio.toFixed(2)} for ${rounds.toFixed(2)} times the rounds`,
      ratio <= rounds * MOST_OF_LINEAR,
    );
  });
}

export async function benchReport(): Promise<void> {
  const taken: Taken[] = [];
  process.stdout.write(
    'Nine pairs, reported as HTML and JSON\n\nrounds  journal MB    time s   peak MB\n',
  );
  for (const rounds of ROUNDS) {
    const one = await measure(rounds);
    taken.push(one);
    process.stdout.write(`${line(one)}\n`);
  }
  const longest = taken.at(-1);
  if (longest === undefined) return;
  const lines = [
    ...growth(taken, ({ s }) => s).map((text) => `time    ${text}`),
    ...growth(taken, ({ peak_mb }) => peak_mb).map((text) => `memory  ${text}`),
    verdict(`time    ${longest.s.toFixed(2)} s of ${MOST_S} s`, longest.s < MOST_S),
    verdict(`memory  ${longest.peak_mb.toFixed(0)} MB of ${MOST_MB} MB`, longest.peak_mb < MOST_MB),
  ];
  process.stdout.write(`\n${lines.join('\n')}\n\n`);
}
