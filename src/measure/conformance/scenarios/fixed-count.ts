/** A window of N requests instead of a duration, with two threads and the smallest body. */
import { different } from '../problem-text.ts';
import { BASE_SETTINGS, failureProblems, type Scenario } from './scenario.ts';

const REQUESTS = 200;

export function fixedCount(): Scenario {
  const settings = { ...BASE_SETTINGS, threads: 2, requests: REQUESTS, payload_bytes: 100 };
  return {
    name: 'a number of requests',
    settings,
    reply: () => 'right',
    check: (run, traffic) => [
      ...failureProblems(run),
      ...different('result.requests.window', REQUESTS, run.result.requests.window),
      ...different('connections accepted', settings.connections, traffic.connections.length),
      ...(run.result.requests.drained <= settings.connections
        ? []
        : [
            `result.requests.drained: expected at most ${settings.connections} in flight ` +
              `at the end of the window, got ${run.result.requests.drained}`,
          ]),
    ],
  };
}
