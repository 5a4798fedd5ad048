/** What is said of C++: compiler flags, allocator, threads, HTTP and JSON libraries. */
import type { ComparedLine, Topic } from '../line.ts';
import { againstBase } from './against-base.ts';

const CLIENT = 'cpp-cpr';

function client(
  id: string,
  advice: string,
  advised: ComparedLine['advised'],
  ...others: [string, ...string[]]
): ComparedLine {
  return againstBase({ id, advice, kind: 'client', base: CLIENT, others, advised });
}

export const cpp: Topic = {
  name: 'cpp',
  title: 'C++',
  lines: [
    client('cpp-o3', 'Compile with -O3.', 'first', `${CLIENT}@o0`, `${CLIENT}@o2`),
    client('cpp-native', 'Compile with -march=native.', 'others', `${CLIENT}@native`),
    client(
      'cpp-allocator',
      'Use tcmalloc or jemalloc.',
      'others',
      `${CLIENT}@tcmalloc`,
      `${CLIENT}@jemalloc`,
    ),
    client(
      'cpp-event-loop',
      'Drive all sessions in one event loop, not each in a thread.',
      'first',
      `${CLIENT}@thread-per-session`,
    ),
    client('cpp-libcurl', 'Use libcurl itself in place of cpr.', 'others', `${CLIENT}@raw-libcurl`),
    client('cpp-beast', 'Use Boost.Beast in place of cpr.', 'others', 'cpp-beast'),
    client('cpp-json', 'Use simdjson in place of nlohmann/json.', 'first', `${CLIENT}@nlohmann`),
  ],
};
