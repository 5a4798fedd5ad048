/** What is said of Rust: LTO, runtime, workers, allocator, reqwest or hyper. */
import { comparing, type Count, type Side, type Topic } from '../line.ts';
import { againstBase, measuring } from './against-base.ts';

const SERVER = 'rust-actix';
const CLIENT = 'rust-reqwest';

const workers = (name: string, count: Count): Side => ({
  ...measuring('server', SERVER, name),
  load: { workers: count },
});

const shared = (name: string, load: { workers: Count; threads: Count }): Side => ({
  ...{ name, server: SERVER, client: CLIENT },
  load: { ...load, cpus: 'shared' },
});

export const rust: Topic = {
  name: 'rust',
  title: 'Rust',
  lines: [
    againstBase({
      ...{ id: 'rust-lto-server', kind: 'server', base: SERVER, advised: 'first' },
      advice: 'Build with link-time optimisation (server).',
      others: [`${SERVER}@no-lto`],
    }),
    againstBase({
      ...{ id: 'rust-lto-client', kind: 'client', base: CLIENT, advised: 'first' },
      advice: 'Build with link-time optimisation (client).',
      others: [`${CLIENT}@lto-off`],
    }),
    againstBase({
      ...{ id: 'rust-runtime', kind: 'client', base: CLIENT, advised: 'first' },
      advice: 'Run tokio on the current thread, one runtime for each CPU, not multi-threaded.',
      others: [`${CLIENT}@multi-thread`],
    }),
    comparing(
      { concerns: 'server', by: 'p99', advised: 'first' },
      'rust-too-many-workers',
      'Start no more workers than the server has CPUs.',
      workers('a worker for each CPU', { per_cpu: 1 }),
      workers('8 workers for each CPU', { per_cpu: 8 }),
    ),
    comparing(
      { concerns: 'server', by: 'speed', advised: 'others' },
      'rust-workers',
      'Start a worker for each CPU of the machine.',
      shared('1 worker', { workers: 1, threads: 1 }),
      shared('a worker for each CPU', { workers: { per_cpu: 1 }, threads: 1 }),
    ),
    comparing(
      { concerns: 'client', by: 'speed', advised: 'others' },
      'rust-threads',
      'Give the client a thread for each CPU of the machine.',
      shared('1 thread', { workers: 1, threads: 1 }),
      shared('a thread for each CPU', { workers: 1, threads: { per_cpu: 1 } }),
    ),
    againstBase({
      ...{ id: 'rust-allocator-server', kind: 'server', base: SERVER, advised: 'others' },
      advice: 'Use mimalloc or jemalloc (server).',
      others: [`${SERVER}@mimalloc`, `${SERVER}@jemalloc`],
    }),
    againstBase({
      ...{ id: 'rust-allocator-client', kind: 'client', advised: 'others' },
      base: `${CLIENT}@glibc-malloc`,
      advice: 'Use mimalloc or jemalloc (client).',
      others: [CLIENT, `${CLIENT}@jemalloc`],
    }),
    againstBase({
      ...{ id: 'rust-hyper', kind: 'client', base: CLIENT, advised: 'others' },
      advice: 'Use hyper directly in place of reqwest.',
      others: ['rust-hyper'],
    }),
  ],
};
