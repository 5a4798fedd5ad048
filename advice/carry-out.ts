/** Goes through the lines, measures those whose answer is not known, and writes the page. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { usingCache } from '../src/build/cache-use.ts';
import type { Interruptions } from '../src/commands/interruptions.ts';
import { OptionValues } from '../src/commands/option-values.ts';
import { PACKAGE_ROOT } from '../src/commands/package.ts';
import { choosePlatform } from '../src/commands/platform/platform.ts';
import { openSession, servicesOf, type Session, type Terminal } from '../src/commands/session.ts';
import { putBackLeftovers } from '../src/commands/tuning.ts';
import { refuseInterrupted } from '../src/host/interrupted.ts';
import { readHostFacts } from '../src/host/machine.ts';
import { readConf } from '../src/host/tuning/conf.ts';
import { EXIT, UserError } from '../src/host/user-error.ts';
import { makeResultsFolder } from '../src/journal/run-folder.ts';
import { lockResults } from '../src/journal/run-lock.ts';
import { serviceKey } from '../src/plan/service-key.ts';
import { readAnswer, writeAnswer } from './answer-files.ts';
import {
  type Answer,
  type Basis,
  type Outcome,
  isCurrent,
  lineHash,
  machineHash,
} from './answer.ts';
import { speaksOf } from './answer.ts';
import { isCompared, type Line, type Topic } from './line.ts';
import { measureLine } from './measure/measure-line.ts';
import type { Options } from './options.ts';
import { renderAdvice } from './page.ts';
import { neededBy, prepareFor, type Ready } from './prepare.ts';
import { PROBES } from './probes/all.ts';
import { expectedMs, progressWords } from './progress.ts';
import type { Site } from './site.ts';
import { topicsNamed } from './topics/all.ts';

export interface Places {
  /** Holds `servers/` and `clients/`. */
  readonly services: string;
  readonly cache: string;
  /** Of the answers. */
  readonly results: string;
  /** The page. */
  readonly page: string;
}

type Asked = Pick<Options, 'topics' | 'rounds' | 'window_ms' | 'known'>;

function sessionIn(
  { services, cache, results }: Places,
  terminal: Terminal,
  interrupted: Interruptions,
): Session {
  const flags = { services, 'cache-dir': cache, output: results, runtime: 'process' };
  // Variables and files of the user are about runs of the matrix.
  const values = new OptionValues(flags, {}, { name: '', values: {} });
  return openSession(values, terminal, interrupted);
}

function basisOf(line: Line, machine: string, { build_ids }: Ready, asked: Asked): Basis {
  const { rounds, window_ms } = asked;
  const keys = neededBy(line).map(({ kind, name }) => serviceKey(kind, name));
  const builds = Object.fromEntries(keys.map((key) => [key, build_ids.get(key) ?? null]));
  return { line: lineHash(line), machine, builds, rounds, window_ms };
}

/** A page is read elsewhere: folders and logs of this machine say nothing there. */
function withoutPlaces(outcome: Outcome): Outcome {
  if (outcome.kind === 'measured') return outcome;
  const reason = outcome.reason
    .replaceAll(/ \(log: [^)]*\)/g, '')
    .replaceAll(`${PACKAGE_ROOT}/`, '');
  return { ...outcome, reason };
}

async function answerTo(line: Line, basis: Basis, site: Site, ready: Ready): Promise<Answer> {
  const outcome = isCompared(line)
    ? await measureLine(line, site)
    : {
        kind: 'not-measured' as const,
        reason: await PROBES[line.not_measured].reason({ ...site, context: ready.context }),
      };
  refuseInterrupted(site.signal);
  const measured_at = new Date().toISOString();
  return {
    schema: 'pairbench.advice/1',
    id: line.id,
    ...basis,
    measured_at,
    outcome: withoutPlaces(outcome),
  };
}

/** Those whose answer is not there or no longer holds, and what could not be measured before, each with what it depends on. */
function due(
  lines: readonly Line[],
  machine: string,
  ready: Ready,
  asked: Asked,
  results: string,
): { readonly line: Line; readonly basis: Basis; readonly place: number }[] {
  return lines.flatMap((line, index) => {
    const basis = basisOf(line, machine, ready, asked);
    const known = readAnswer(results, line.id);
    const isMeasured = known?.outcome.kind === 'measured';
    const holds = asked.known === 'keep' && isMeasured && isCurrent(known, basis);
    return holds ? [] : [{ line, basis, place: index + 1 }];
  });
}

async function writePage(topics: readonly Topic[], machine: string, places: Places): Promise<void> {
  const answers = topics
    .flatMap((topic) => topic.lines)
    .flatMap((line) => {
      const answer = readAnswer(places.results, line.id);
      return answer === null || !speaksOf(answer, line, machine) ? [] : [answer];
    });
  const text = renderAdvice({
    host: readHostFacts(),
    topics,
    answers: new Map(answers.map((answer) => [answer.id, answer])),
  });
  const style = await resolveConfig(places.page);
  writeFileSync(places.page, await format(text, { ...style, parser: 'markdown' }));
}

async function measureDue(
  session: Session,
  topics: readonly Topic[],
  lines: readonly Line[],
  asked: Asked,
  places: Places,
): Promise<void> {
  const { stderr } = session.terminal;
  const services = servicesOf(session);
  const run = randomBytes(6).toString('hex');
  const say = (text: string): void => {
    stderr.write(`${text}\n`);
  };
  const platform = await choosePlatform(session, [], { run, onNotice: say });
  session.beforeEndingAtOnce(platform.runtime.killAll);
  try {
    (await platform.runtime.sweepLeftovers()).forEach(say);
    const ready = await prepareFor(lines, services, session, platform);
    const machine = machineHash(readHostFacts());
    const site: Site = {
      ...{ platform, services, ...ready, cache: session.cache, results: session.results },
      settings: readConf(path.join(PACKAGE_ROOT, 'sysctl', 'loopback.conf')),
      ...{ rounds: asked.rounds, window_ms: asked.window_ms, signal: session.signal },
    };
    const left = due(lines, machine, ready, asked, session.results);
    if (left.length < lines.length) say(`${lines.length - left.length} of ${lines.length} known`);
    for (const [index, { line, basis, place }] of left.entries()) {
      const left_ms = left.slice(index).reduce((sum, one) => sum + expectedMs(one.line, asked), 0);
      say(`${progressWords(place, lines.length, left_ms)}: ${line.id}`);
      const answer = await answerTo(line, basis, site, ready);
      writeAnswer(session.results, answer);
      if (answer.outcome.kind === 'not-measured') say(`  not measured: ${answer.outcome.reason}`);
    }
    await writePage(topics, machine, places);
    say(`wrote    ${path.relative(process.cwd(), places.page)}`);
  } finally {
    await platform.runtime.close();
  }
}

/** Gives the exit code. Throws a UserError, Interrupted. */
export async function carryOut(
  topics: readonly Topic[],
  asked: Asked,
  places: Places,
  terminal: Terminal,
  interrupted: Interruptions,
): Promise<number> {
  const session = sessionIn(places, terminal, interrupted);
  const lines = topicsNamed(asked.topics, topics).flatMap((topic) => topic.lines);
  makeResultsFolder(session.results);
  const unlock = lockResults(session.results);
  try {
    await usingCache(session.cache, async () => {
      if (!putBackLeftovers(session).isDone)
        throw new UserError('kernel settings are not put back', 'see above', EXIT.toolFault);
      await measureDue(session, topics, lines, asked, places);
    });
    return EXIT.ok;
  } finally {
    unlock();
  }
}
