/** Runs that a client must refuse or give up, with the exit code that says so. */
import { createServer, type AddressInfo } from 'node:net';
import { clientArguments } from '../../client-arguments.ts';
import { eventNames, type ClientOutcome } from '../client-run.ts';
import { different } from '../problem-text.ts';
import { BASE_SETTINGS } from './scenario.ts';

export interface ExitScenario {
  readonly name: string;
  readonly args: (url: string) => readonly string[];
  readonly check: (outcome: ClientOutcome) => readonly string[];
}

const SETTINGS = { ...BASE_SETTINGS, requests: 10 };

export const EXIT_SCENARIOS: readonly ExitScenario[] = [
  {
    name: 'an unknown flag',
    args: (url) => [...clientArguments(SETTINGS, url), '--no-such-flag'],
    check: refused,
  },
  {
    name: 'a value out of range',
    args: (url) => clientArguments({ ...SETTINGS, payload_bytes: 99 }, url),
    check: refused,
  },
  {
    name: 'nobody listens',
    args: (url) => clientArguments(SETTINGS, url),
    check: gaveUp,
  },
];

/** The URL of a port that was free a moment ago. */
export async function unusedUrl(host: string): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://${host}:${port}`;
}

function refused({ exitCode, stderrTail }: ClientOutcome): string[] {
  return [
    ...different('exit code', 2, exitCode ?? 'a signal'),
    ...(stderrTail.trim() === '' ? ['expected a sentence on stderr, got nothing'] : []),
  ];
}

function gaveUp({ exitCode, events }: ClientOutcome): string[] {
  const last = events.at(-1);
  return [
    ...different('exit code', 1, exitCode ?? 'a signal'),
    ...(last?.event === 'failed'
      ? different('failed.kind', 'refused', last.kind)
      : [`expected the event failed at the end, got: ${eventNames(events)}`]),
  ];
}
