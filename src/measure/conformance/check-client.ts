/** Checks a client against the contract: short runs against a server that records what it does. */
import { checkExit, checkScenario } from './check-scenario.ts';
import type { RunClient } from './client-run.ts';
import { closedLoop } from './scenarios/closed-loop.ts';
import { EXIT_SCENARIOS } from './scenarios/exits.ts';
import { failures } from './scenarios/failures.ts';
import { fixedCount } from './scenarios/fixed-count.ts';
import { newConnections } from './scenarios/new-connections.ts';
import { openLoop } from './scenarios/open-loop.ts';

const SCENARIOS = [closedLoop, fixedCount, newConnections, openLoop, failures];

/**
 * All that is wrong with the client, one sentence each; empty: it keeps the contract. It is sent to
 * servers on `host`, an address of this machine, and never asked for more than `max_threads`.
 */
export async function checkClient(
  run: RunClient,
  host: string,
  max_threads = Infinity,
): Promise<string[]> {
  const problems: string[] = [];
  for (const scenario of SCENARIOS) {
    const chosen = scenario();
    const threads = Math.min(chosen.settings.threads, max_threads);
    const settings = { ...chosen.settings, threads };
    problems.push(...(await checkScenario(run, { ...chosen, settings }, host)));
  }
  for (const scenario of EXIT_SCENARIOS) {
    problems.push(...(await checkExit(run, scenario, host)));
  }
  return problems;
}
