/** What services are given, where they listen, and what a run leaves behind of the caller's environment. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { BuiltService } from '../../src/build/built-service.ts';
import { readProc } from '../../src/host/process-table.ts';
import { startChild } from '../helpers/children.ts';
import { fixtureService } from '../helpers/fixture-service.ts';
import { realService } from '../helpers/real-service.ts';
import { childrenOf, LIMIT_MS, ONE, workFolder } from './resume-rig.ts';

const BUILD_LIMIT_MS = 10 * 60_000;
const LISTENING = '0A';

/** Addresses of this port that somebody listens on, as /proc/net has them. */
function listeningOn(port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return ['tcp', 'tcp6'].flatMap((file) =>
    readFileSync(`/proc/net/${file}`, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([, local = '', , state]) => state === LISTENING && local.endsWith(suffix))
      .map(([, local = '']) => local.slice(0, -suffix.length)),
  );
}

const SERVERS: readonly (readonly [string, () => Promise<BuiltService>])[] = [
  ...['rust-actix', 'go-gin', 'python-fastapi', 'reference'].map(
    (name) => [name, () => realService('server', name)] as const,
  ),
  ['stub-server', () => fixtureService('server', 'stub-server')],
];

describe('a server that is not told where to listen', () => {
  it.each(SERVERS)(
    '%s listens on 127.0.0.1 alone, and where it is told to otherwise',
    async (_, build) => {
      const { program } = await build();
      if (program.kind !== 'command') throw new Error('built as an image');
      const [file = '', ...words] = program.words;
      for (const [host, address] of [
        [undefined, '0100007F'],
        ['127.0.0.2', '0200007F'],
      ] as const) {
        const env = { PORT: '0', ...(host === undefined ? {} : { HOST: host }) };
        const child = await startChild([file, ...words], env);
        const { port } = JSON.parse(await child.line()) as { port: number };
        expect(listeningOn(port)).toEqual([address]);
      }
    },
    BUILD_LIMIT_MS,
  );
});

const SECRET = 'fake-secret-0123456789';
const SECRETS = {
  FAKE_SECRET: SECRET,
  ...{ AWS_ACCESS_KEY_ID: SECRET, AWS_SECRET_ACCESS_KEY: SECRET, AWS_SESSION_TOKEN: SECRET },
  ...{ GITHUB_TOKEN: SECRET, NPM_TOKEN: SECRET, DOCKER_PASSWORD: SECRET },
  ...{
    http_proxy: `http://u:${SECRET}@127.0.0.1:9`,
    HTTPS_PROXY: `http://u:${SECRET}@127.0.0.1:9`,
  },
  ...{ all_proxy: `socks5://${SECRET}@127.0.0.1:9`, LD_LIBRARY_PATH: `/${SECRET}` },
  ...{ PYTHONPATH: `/${SECRET}`, NODE_OPTIONS: `--title=${SECRET}` },
};
const METACHARACTERS = '$(touch pwned); `touch pwned` && touch pwned | touch pwned > pwned';

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

const POLL_MS = 5;

/** What is started meanwhile has them in its environment. */
function withSecrets<T>(start: () => T): T {
  const before = { ...process.env };
  Object.assign(process.env, SECRETS);
  try {
    return start();
  } finally {
    for (const name of Object.keys(SECRETS)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, before);
  }
}

describe('the environment of the caller', () => {
  it(
    'reaches neither services nor results, and a label is text to everybody',
    async () => {
      const work = workFolder();
      const tool = withSecrets(() => work.start(...ONE, '--label', METACHARACTERS, '--json'));
      const seen = new Map<number, string>();
      while (!tool.hasEnded()) {
        for (const pid of childrenOf(tool)) {
          const environ = readProc(`${pid}/environ`) ?? '';
          // Builds are no services: they have no token.
          if (environ.includes('\0PAIRBENCH_TOKEN=')) seen.set(pid, environ);
        }
        await delay(POLL_MS);
      }
      const { exitCode, stdout, stderr } = await tool.ended;
      expect(stderr).not.toContain(SECRET);
      expect(exitCode).toBe(0);
      const kinds = [...seen.values()].map((text) => text.includes('PAIRBENCH_BUILD_ID='));
      expect(new Set(kinds)).toEqual(new Set([true, false]));
      expect([...seen.values()].filter((text) => text.includes(SECRET))).toEqual([]);
      const files = filesBelow(work.results);
      expect(files.map((file) => path.basename(file))).toContain('report.html');
      for (const file of files) expect(readFileSync(file, 'utf8')).not.toContain(SECRET);
      expect(filesBelow(work.folder).filter((file) => file.endsWith('pwned'))).toEqual([]);
      expect(JSON.parse(stdout)).toMatchObject({ label: METACHARACTERS });
    },
    LIMIT_MS,
  );
});
