/** What is said of Python: event loop, JSON library, HTTP library, workers, other interpreters. */
import { comparing, type Topic } from '../line.ts';
import { againstBase, measuring } from './against-base.ts';

const SERVER = 'python-fastapi';
const CLIENT = 'python-aiohttp';

const onAllCpus = (name: string, workers: number | { per_cpu: number }) => ({
  ...measuring('server', SERVER, name),
  load: { workers, threads: 1, cpus: 'shared' } as const,
});

export const python: Topic = {
  name: 'python',
  title: 'Python',
  lines: [
    againstBase({
      ...{ id: 'python-uvloop-server', kind: 'server', base: SERVER, advised: 'first' },
      advice: 'Use uvloop in place of the default event loop (server).',
      others: [`${SERVER}@asyncio`],
    }),
    againstBase({
      ...{ id: 'python-uvloop-client', kind: 'client', base: CLIENT, advised: 'first' },
      advice: 'Use uvloop in place of the default event loop (client).',
      others: [`${CLIENT}@asyncio`],
    }),
    againstBase({
      ...{ id: 'python-json-server', kind: 'server', base: `${SERVER}@json`, advised: 'others' },
      advice: 'Use a faster JSON library than json (server).',
      others: [SERVER, `${SERVER}@msgspec`],
    }),
    againstBase({
      ...{ id: 'python-json-client', kind: 'client', base: `${CLIENT}@json`, advised: 'others' },
      advice: 'Use msgspec or orjson in place of json (client).',
      others: [CLIENT, `${CLIENT}@orjson`],
    }),
    againstBase({
      ...{ id: 'python-httpx', kind: 'client', base: CLIENT, advised: 'others' },
      advice: 'Use httpx in place of aiohttp.',
      others: ['python-httpx'],
    }),
    comparing(
      { concerns: 'server', by: 'speed', advised: 'others' },
      'python-workers',
      'Start a worker process for each CPU.',
      onAllCpus('1 worker', 1),
      onAllCpus('a worker for each CPU', { per_cpu: 1 }),
    ),
    againstBase({
      ...{ id: 'python-granian', kind: 'server', base: SERVER, advised: 'others' },
      advice: 'Use granian in place of uvicorn.',
      others: [`${SERVER}@granian`],
    }),
    { id: 'python-pypy', advice: 'Use PyPy.', not_measured: 'pypy' },
    againstBase({
      ...{ id: 'python-cython', kind: 'client', base: `${CLIENT}@session`, advised: 'first' },
      advice: 'Use what Cython has compiled: aiohttp and its helpers with and without it.',
      others: [`${CLIENT}@no-extensions`],
    }),
    againstBase({
      ...{ id: 'python-cython-own', kind: 'client', base: CLIENT, advised: 'others' },
      advice: 'Compile the own code by Cython.',
      others: [`${CLIENT}@cython`],
    }),
  ],
};
