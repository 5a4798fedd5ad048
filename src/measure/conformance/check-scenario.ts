/** Runs a client through one scenario and gathers what is wrong, with the flags that repeat it by hand. */
import type { ClientRun } from '../client-events.ts';
import { clientArguments, misunderstoodSettings, type AskedSettings } from '../client-arguments.ts';
import { accountProblems } from './client-accounts.ts';
import { eventNames, readRun, type ClientOutcome, type RunClient } from './client-run.ts';
import { different, shortText } from './problem-text.ts';
import { RecordingServer } from './recording-server.ts';
import { unusedUrl, type ExitScenario } from './scenarios/exits.ts';
import type { Scenario } from './scenarios/scenario.ts';
import type { Traffic } from './traffic.ts';

export async function checkScenario(
  run: RunClient,
  scenario: Scenario,
  host: string,
): Promise<string[]> {
  const { name, settings, reply, check } = scenario;
  await using server = await RecordingServer.start(settings.payload_bytes, reply, host);
  const args = clientArguments(settings, server.url);
  const outcome = await run(args, server.url);
  const parsed = readRun(outcome.events);
  const problems = [
    ...outcomeProblems(outcome),
    ...server.traffic.problems,
    ...(parsed === null
      ? [`expected the events of a complete run, got: ${eventNames(outcome.events)}`]
      : [
          ...misunderstoodSettings(settings, server.url, parsed.hello.settings),
          ...accountProblems(parsed, server.traffic),
          ...loadProblems(parsed, settings, server.traffic),
          ...check(parsed, server.traffic),
        ]),
  ];
  return problems.map((problem) => problemText(name, args, problem));
}

export async function checkExit(
  run: RunClient,
  { name, args, check }: ExitScenario,
  host: string,
): Promise<string[]> {
  const url = await unusedUrl(host);
  const words = args(url);
  const outcome = await run(words, url);
  return check(outcome).map((problem) => problemText(name, words, problem));
}

function outcomeProblems({ exitCode, stderrTail, badLines = [] }: ClientOutcome): string[] {
  const ended = different('exit code', 0, exitCode ?? 'a signal');
  return [
    ...ended.map((problem) => `${problem}; stderr: ${shortText(stderrTail)}`),
    ...badLines.map((line) => `not an event of the schema: ${shortText(line)}`),
  ];
}

/** Never more in flight than there are connections, and the loop that was asked for. */
function loadProblems(
  { result }: ClientRun,
  { connections, rate_per_s }: AskedSettings,
  traffic: Traffic,
): string[] {
  return [
    ...(traffic.max_in_flight > connections
      ? [`expected at most ${connections} requests in flight, got ${traffic.max_in_flight}`]
      : []),
    ...(rate_per_s === null && result.open_loop !== null
      ? ['result.open_loop: expected null in a closed loop']
      : []),
  ];
}

function problemText(name: string, args: readonly string[], problem: string): string {
  return `${name} (${args.join(' ')}): ${problem}`;
}
