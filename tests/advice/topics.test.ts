/** The advice as data: each line whole, none twice, none of what was asked for left out. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isCompared, type Line } from '../../advice/line.ts';
import { TOPICS, topicsNamed } from '../../advice/topics/all.ts';
import { expectedMs } from '../../advice/progress.ts';
import { baseNameOf } from '../../src/plan/service-key.ts';
import { readConf } from '../../src/host/tuning/conf.ts';
import { faultOf } from '../helpers/fault.ts';

const LINES = TOPICS.flatMap(({ lines }) => lines);
const DEFAULTS = { rounds: 6, window_ms: 1000 };

/** What a line compares, in words to search: services, loads, keys. */
function compares(line: Line): string {
  if (!isCompared(line)) return line.not_measured;
  return line.sides
    .map(({ server, client, load, tuned }) =>
      [server, client, JSON.stringify(load ?? {}), tuned ?? ''].join(' '),
    )
    .join(' | ');
}

/** What a reader was promised, and what a line that keeps it must compare. */
const PROMISED: readonly (readonly [string, readonly RegExp[]])[] = [
  ['keep-alive against a connection per request', [/"keep_alive":false/]],
  ['pool size', [/"connections":2,"rate_share".*"connections":200,"rate_share"/]],
  ['concurrency 50/100/200', [/"connections":50}.*"connections":100}.*"connections":200}/]],
  ['payload', [/"payload_bytes":100}.*:200}.*:1024}.*:16384}/]],
  ['uvloop', [/python-fastapi@asyncio/, /python-aiohttp@asyncio/]],
  ['json, msgspec, orjson', [/python-fastapi@msgspec/, /python-aiohttp@orjson/]],
  ['httpx in place of aiohttp', [/python-aiohttp .*python-httpx/]],
  ['1 against n workers', [/python-fastapi .*"workers":1,.*"workers":{"per_cpu":1}/]],
  ['granian', [/python-fastapi .*python-fastapi@granian/]],
  ['PyPy and Cython', [/^pypy$/, /python-aiohttp@no-extensions/, /python-aiohttp@cython/]],
  ['LTO', [/rust-actix@no-lto/, /rust-reqwest@lto-off/]],
  ['runtime of tokio', [/rust-reqwest@multi-thread/]],
  ['workers of Rust', [/rust-actix .*"per_cpu":8/, /rust-actix .*"workers":1,/]],
  ['allocators of Rust', [/rust-actix@mimalloc.*rust-actix@jemalloc/, /rust-reqwest@jemalloc/]],
  ['reqwest against hyper', [/rust-reqwest .*rust-hyper/]],
  ['GOGC and GOMAXPROCS', [/go-gin@gogc-100.*go-gin@gogc-off/, /go-gin@gomaxprocs-2/]],
  ['compiler flags', [/cpp-cpr@o0.*cpp-cpr@o2/, /cpp-cpr@native/]],
  ['allocators of C++', [/cpp-cpr@tcmalloc.*cpp-cpr@jemalloc/]],
  ['thread per session', [/cpp-cpr@thread-per-session/]],
  ['libcurl and Beast', [/cpp-cpr@raw-libcurl/, /cpp-cpr .*cpp-beast/]],
  ['nlohmann against simdjson', [/cpp-cpr@nlohmann/]],
  ['80 % and backpressure', [/"rate_share":0.8/, /"connections":1000/]],
  ['HTTP/2, gRPC, time limits, open files', [/^http2$/, /^grpc$/, /"timeout_ms":1000/, /^open-/]],
];

describe('the topics', () => {
  it('are one file each, and all there', () => {
    const files = readdirSync('advice/topics').map((file) => path.basename(file, '.ts'));
    const shared = ['all', 'against-base'];
    expect(TOPICS.map(({ name }) => name).sort()).toEqual(
      files.filter((file) => !shared.includes(file)).sort(),
    );
  });

  it('have lines with names that are used once, and fit for a file', () => {
    const ids = LINES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it.each(LINES.map((line) => [line.id, line] as const))('%s is one sentence', (_, { advice }) => {
    expect(advice).toMatch(/^[A-Z].*\.$/);
    expect(advice).not.toMatch(/\. [A-Z]/);
  });

  it.each(LINES.filter(isCompared).map((line) => [line.id, line] as const))(
    '%s has sides that differ, of services that are there',
    (_, line) => {
      const names = line.sides.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      const same = line.sides.map((side) => JSON.stringify({ ...side, name: '' }));
      expect(new Set(same).size).toBe(same.length);
      for (const { server, client } of line.sides) {
        expect(readdirSync('services/servers')).toContain(baseNameOf(server));
        expect(readdirSync('services/clients')).toContain(baseNameOf(client));
      }
    },
  );

  it.each(PROMISED)('cover %s', (_, wanted) => {
    for (const one of wanted)
      expect(LINES.filter((line) => one.test(compares(line)))).not.toEqual([]);
  });

  it('cover each key of sysctl/loopback.conf', () => {
    const keys = readConf('sysctl/loopback.conf').map(({ key }) => key);
    const tuned = LINES.filter(isCompared).flatMap((line) =>
      line.sides.flatMap((one) => one.tuned ?? []),
    );
    expect(tuned.sort()).toEqual(keys.sort());
  });

  it('take less than 45 minutes together', () => {
    const all_ms = LINES.reduce((sum, line) => sum + expectedMs(line, DEFAULTS), 0);
    expect(all_ms / 60_000).toBeLessThan(45);
  });
});

describe('words that name topics', () => {
  it('choose them in the order of the page', () => {
    const names = topicsNamed(['rust', 'payload'], TOPICS).map(({ name }) => name);
    expect(names).toEqual(['payload', 'rust']);
    expect(topicsNamed([], TOPICS)).toEqual(TOPICS);
  });

  it('are refused where there is none', async () => {
    const fault = await faultOf(() => topicsNamed(['perl'], TOPICS));
    expect(fault.message).toBe('advice: "perl" is not a topic');
    expect(fault.hint).toContain('keep-alive');
  });
});
