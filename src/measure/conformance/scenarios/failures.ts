/** A server that fails in four ways: the client must count each kind truly, and go on. */
import type { ClientRun } from '../../client-events.ts';
import { failuresByKind, total, type FailureCounts } from '../client-accounts.ts';
import { different } from '../problem-text.ts';
import type { RecordedOrder, Reply, Traffic } from '../traffic.ts';
import { BASE_SETTINGS, type Scenario } from './scenario.ts';

const TIMEOUT_MS = 500;
const REQUESTS = 150;

/** Fails no order that may serve to open the connections. */
const FIRST_FAULT = 40;

/** How long the server waits for the client to give up on the order that it does not answer. */
const PATIENCE_MS = 4 * TIMEOUT_MS;

export function failures(): Scenario {
  return {
    name: 'a server that fails',
    settings: { ...BASE_SETTINGS, requests: REQUESTS, timeout_ms: TIMEOUT_MS },
    async reply(order, traffic) {
      if (order.index === FIRST_FAULT) {
        await traffic.until(() => order.connection.closed, PATIENCE_MS);
        return 'right';
      }
      return replyInTurn(order);
    },
    check: kindProblems,
  };
}

/**
 * Never a close without any answer: when a used connection dies before the first byte, libraries such as
 * libcurl send the request again on their own, and the client cannot know.
 */
function replyInTurn({ index }: RecordedOrder): Reply {
  if (index < FIRST_FAULT) {
    return 'right';
  }
  switch (index % 10) {
    case 3:
      return 'status_503';
    case 6:
      return 'wrong_order_id';
    case 9:
      return 'cut';
    default:
      return 'right';
  }
}

function kindProblems({ result }: ClientRun, traffic: Traffic): string[] {
  const {
    eof = 0,
    reset = 0,
    ...rest
  } = failuresByKind(result.errors, result.errors_outside_window);
  const counted: FailureCounts = { ...rest, 'eof or reset': eof + reset };
  const expected: FailureCounts = {
    'http_status 503': traffic.answered('status_503').length,
    bad_body: traffic.answered('wrong_order_id').length,
    'eof or reset': traffic.answered('cut').length,
    request_timeout: 1,
  };
  const kinds = new Set([...Object.keys(expected), ...Object.keys(counted)]);
  const completed = result.requests.window + total(failuresByKind(result.errors));
  return [
    ...[...kinds].flatMap((kind) =>
      different(`failures of kind ${kind}`, expected[kind] ?? 0, counted[kind] ?? 0),
    ),
    ...different('successful and failed requests of the window', REQUESTS, completed),
  ];
}
