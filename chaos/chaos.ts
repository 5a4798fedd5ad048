/** `npm run chaos`: seeded faults during short runs of stub services, and what must hold afterwards. */
import { rmSync } from 'node:fs';
import { EXIT, UserError } from '../src/host/user-error.ts';
import { type Ground, makeGround, prepareGround } from './ground.ts';
import { HELP, type Options, readOptions } from './options.ts';
import { playRound, removeRound, type RoundReport } from './round.ts';
import { renderTable } from './table.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function say(report: RoundReport, { seed, from, rounds }: Options): void {
  const { round, fault, duration_ms } = report;
  const seconds = `${(duration_ms / 1000).toFixed(1)} s`;
  const what =
    report.kind === 'skipped'
      ? `skipped: ${report.reason}`
      : `exit ${report.exit}, resumed ${report.resumes}${report.hasStruck ? '' : ', too late'}`;
  process.stderr.write(
    `chaos    ${round} of ${from + rounds - 1}  ${fault}: ${what}  ${seconds}\n`,
  );
  if (report.kind === 'skipped' || report.violations.length === 0) return;
  const again = `npm run chaos -- --seed ${seed} --from ${round} --rounds 1`;
  process.stdout.write(
    [
      ...report.violations.map(
        (text) => `VIOLATED seed ${seed}, round ${round}, ${fault}: ${text}`,
      ),
      `  again    ${again}`,
      `  kept     ${report.folder}`,
      '',
    ].join('\n'),
  );
}

/** Of the round that an interruption has cut short nothing is told. */
async function playRounds(options: Options, ground: Ground): Promise<RoundReport[]> {
  const { seed, from, rounds, max_time_ms } = options;
  const started = performance.now();
  const reports: RoundReport[] = [];
  for (let round = from; round < from + rounds; round += 1) {
    if (max_time_ms !== null && performance.now() - started > max_time_ms) break;
    const report = await playRound(seed, round, ground);
    if (ground.signal.aborted) break;
    reports.push(report);
    say(report, options);
    if (report.kind === 'played' && report.violations.length === 0) removeRound(report);
  }
  return reports;
}

function isViolated(report: RoundReport): boolean {
  return report.kind === 'played' && report.violations.length > 0;
}

async function run(options: Options, signal: AbortSignal): Promise<number> {
  process.stderr.write(`chaos    seed ${options.seed}\n`);
  const started = performance.now();
  const ground = makeGround(signal);
  let reports: readonly RoundReport[] = [];
  try {
    await prepareGround(ground);
    reports = await playRounds(options, ground);
  } finally {
    if (!reports.some(isViolated)) rmSync(ground.root, { recursive: true });
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const violated = reports.filter(isViolated).length;
  process.stdout.write(
    `${renderTable(reports)}\nseed ${options.seed}: ${reports.length} rounds in ${seconds} s, ${violated} with violations\n`,
  );
  if (signal.aborted) return EXIT.interrupted;
  return violated === 0 ? EXIT.ok : EXIT.toolFault;
}

/** Gives the exit code: 1 when something was violated. */
export async function chaos(words: readonly string[]): Promise<number> {
  const interrupted = new AbortController();
  const onSignal = (): void => {
    interrupted.abort();
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  try {
    const options = readOptions(words);
    if (options !== null) return await run(options, interrupted.signal);
    process.stdout.write(HELP);
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`pairbench: ${error.message}\n  ${error.hint}\n`);
    return error.exitCode;
  } finally {
    for (const name of SIGNALS) process.off(name, onSignal);
  }
}
