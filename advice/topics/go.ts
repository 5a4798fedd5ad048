/** What is said of Go: the garbage collector's GOGC, and GOMAXPROCS. */
import type { Topic } from '../line.ts';
import { againstBase } from './against-base.ts';

const SERVER = 'go-gin';

export const go: Topic = {
  name: 'go',
  title: 'Go',
  lines: [
    againstBase({
      ...{ id: 'go-gogc', kind: 'server', base: `${SERVER}@gogc-100`, advised: 'others' },
      advice: 'Raise GOGC above its default, or turn the collector off.',
      others: [SERVER, `${SERVER}@gogc-off`],
    }),
    againstBase({
      ...{ id: 'go-gomaxprocs', kind: 'server', base: SERVER, advised: 'first' },
      advice: 'Set GOMAXPROCS to the CPUs that the server has, not to more.',
      others: [`${SERVER}@gomaxprocs-2`],
    }),
  ],
};
