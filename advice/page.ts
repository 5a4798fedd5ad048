/** docs/advice.md from the answers; pure. */
import { machineWords } from '../bench/page.ts';
import type { HostFacts } from '../src/host/facts.ts';
import type { Answer } from './answer.ts';
import { isCompared, type Line, type Side, type Topic, USUAL_LOAD } from './line.ts';
import { measuredSentences } from './sentence.ts';

export interface PageFacts {
  readonly host: HostFacts;
  readonly topics: readonly Topic[];
  /** By the line's id; without one it was not its turn yet. */
  readonly answers: ReadonlyMap<string, Answer>;
}

/** No mark of Markdown, and nobody is called by what stands behind an @. */
function plain(text: string): string {
  return text.replaceAll(/[\\`*_<>[\]|]/g, '\\$&').replaceAll(/\s+/g, ' ');
}

/** What all sides have alike. */
function pairWords(sides: readonly Side[]): string {
  const names = (kind: 'server' | 'client'): string =>
    [...new Set(sides.map((side) => side[kind]))].join(' / ');
  return `server ${names('server')}, client ${names('client')}`;
}

function loadWords(sides: readonly Side[]): string {
  const loads = sides.map(({ load }) => ({ ...USUAL_LOAD, ...load }));
  const each = (key: 'connections' | 'payload_bytes'): string =>
    [...new Set(loads.map((load) => load[key]))].join('/');
  const shares = sides.flatMap(({ load }) => load?.rate_share ?? []);
  const rates = [...new Set(shares)].map((share) => `${share * 100}`).join('/');
  return [
    `${each('connections')} connections`,
    `bodies of ${each('payload_bytes')} bytes`,
    ...(shares.length === 0 ? [] : [`open loop at ${rates} % of the full load`]),
    ...(sides.some(({ load }) => load?.cpus === 'shared') ? ['both sides on all CPUs'] : []),
  ].join(', ');
}

/** How many CPUs of which model. */
function shortMachine({ cpu_model, cpus_allowed }: HostFacts): string {
  return `${cpus_allowed.length} CPUs of ${cpu_model ?? 'unknown model'}`;
}

/** `6 rounds of 1 s; server …, client …; 32 connections …; 2 CPUs of …`. */
function conditions(line: Line, answer: Answer, host: HostFacts): string {
  if (!isCompared(line) || answer.outcome.kind !== 'measured') return shortMachine(host);
  const rounds = Math.min(...answer.outcome.comparisons.map((one) => one.rounds));
  return [
    `${rounds} rounds of ${answer.window_ms / 1000} s`,
    pairWords(line.sides),
    loadWords(line.sides),
    shortMachine(host),
  ].join('; ');
}

function answerWords(line: Line, answer: Answer | undefined, host: HostFacts): string {
  if (answer === undefined) return 'Not measured, because its turn has not come on this machine.';
  const where = `(${plain(conditions(line, answer, host))})`;
  const { outcome } = answer;
  if (outcome.kind === 'not-measured' || !isCompared(line)) {
    const reason = outcome.kind === 'not-measured' ? outcome.reason : 'it has no sides';
    return `Not measured, because ${plain(reason)} ${where}.`;
  }
  return `${measuredSentences(outcome, line).map(plain).join(' ')} ${where}`;
}

function topicSection(topic: Topic, { host, answers }: PageFacts): string {
  const lines = topic.lines.map(
    (line) => `- **${plain(line.advice)}** ${answerWords(line, answers.get(line.id), host)}`,
  );
  return `## ${topic.title}\n\n${lines.join('\n')}\n`;
}

function days(answers: Iterable<Answer>): string {
  const all = [...answers].map(({ measured_at }) => measured_at.slice(0, 10)).sort();
  const [first, last] = [all[0], all.at(-1)];
  if (first === undefined || last === undefined) return 'no day yet';
  return first === last ? first : `${first} to ${last}`;
}

/** Every sentence of an answer carries its figures, or says why there is none. */
export function renderAdvice(facts: PageFacts): string {
  const { host, topics, answers } = facts;
  const lines = topics.flatMap((topic) => topic.lines);
  const shown = lines.flatMap(({ id }) => answers.get(id) ?? []);
  const measured = shown.filter(({ outcome }) => outcome.kind === 'measured').length;
  return `# Advice, measured

Written by \`npm run advice\`, which measured ${measured} of ${lines.length} pieces of advice on ${days(shown)}: ${machineWords(host)}.
Ratios are paired by round, with their 95 % intervals.

${topics.map((topic) => topicSection(topic, facts)).join('\n')}`;
}
