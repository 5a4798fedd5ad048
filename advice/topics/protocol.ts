/** Other protocols, time limits and limits of open files. */
import { comparing, type Side, type Topic } from '../line.ts';

const limited = (timeout_ms: number): Side => ({
  ...{ name: `a time limit of ${timeout_ms / 1000} s` },
  ...{ server: 'rust-actix', client: 'rust-reqwest' },
  load: { timeout_ms },
});

export const protocol: Topic = {
  name: 'protocol',
  title: 'Protocol and limits',
  lines: [
    { id: 'protocol-http2', advice: 'Consider HTTP/2.', not_measured: 'http2' },
    { id: 'protocol-grpc', advice: 'Use a binary protocol such as gRPC.', not_measured: 'grpc' },
    comparing(
      { concerns: 'client', by: 'speed', advised: 'others' },
      'protocol-timeout',
      'Set a time limit for each request: a short one costs no more than a long one.',
      limited(30_000),
      limited(1000),
    ),
    {
      id: 'protocol-open-files',
      advice: 'Raise the limit of open files (ulimit -n 65535).',
      not_measured: 'open-files',
    },
  ],
};
