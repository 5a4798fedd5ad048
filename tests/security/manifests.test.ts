/** A manifest and its files reach nothing outside of the service's folder, and no shell reads them. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { buildService } from '../../src/build/build-service.ts';
import type { BuildFact } from '../../src/build/facts.ts';
import { fingerprint } from '../../src/build/fingerprint.ts';
import { outputHash } from '../../src/build/output-hash.ts';
import { readManifest } from '../../src/plan/manifest.ts';
import { faultOf } from '../helpers/fault.ts';
import { outputOf } from '../helpers/fixture-service.ts';
import { stubService } from '../helpers/service-folder.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';

/** What a shell would make something of. */
const META = [
  ...['; touch pwned', '$(touch pwned)', '`touch pwned`', '&& touch pwned', '| touch pwned'],
  ...['> pwned', '$HOME', '*', '~', "'", '"', '\\', 'a b', '\n touch pwned', '-rf', '!!', '%PATH%'],
];

const builds = (inputs: readonly string[]) => ({
  build: { command: ['true'], inputs: [...inputs] },
});

function options() {
  const facts: BuildFact[] = [];
  const emit = (fact: BuildFact): void => {
    facts.push(fact);
  };
  return { facts, cache: tempFolder(), emit, signal: new AbortController().signal };
}

describe('inputs of a build', () => {
  test.each(['../secret', 'a/../../secret', '/etc/passwd', '..', './../secret'])(
    '%j are refused as they are read',
    async (glob) => {
      const { message } = await faultOf(() => stubService({ manifest: builds([glob]) }));
      expect(message).toContain('must lie inside the service folder');
    },
  );

  test.each(['{..,x}/secret.txt', '{.,..}/secret.txt', '.{.,}/secret.txt', '[.][.]/secret.txt'])(
    '%j, whatever a glob makes of it, reach no file outside',
    async (glob) => {
      const service = stubService({ manifest: builds([glob, 'build.sh']) });
      const before = await fingerprint(service).catch(String);
      writeInto(path.dirname(service.folder), 'secret.txt', 'secret');
      const after = await fingerprint(service).catch(String);
      if (after !== before) expect(after).toMatch(/lies outside the service folder$/);
    },
  );

  test('a folder that is a link, and links to links, are refused', async () => {
    const outside = tempFolder();
    writeInto(outside, 'secret.txt', 'secret');
    const service = stubService({ manifest: builds(['**/*.txt', 'build.sh']) });
    symlinkSync(outside, path.join(service.folder, 'one'));
    symlinkSync('one', path.join(service.folder, 'two'));
    const { message } = await faultOf(() => fingerprint(service));
    expect(message).toMatch(/lies outside the service folder$/);
  });
});

describe('a manifest', () => {
  test('that is a link out of its folder is refused, and what it leads to is not shown', async () => {
    const service = stubService();
    const folder = path.join(tempFolder(), 'linked');
    mkdirSync(folder);
    symlinkSync(path.join(service.folder, 'service.yaml'), path.join(folder, 'service.yaml'));
    const { message } = await faultOf(() => readManifest(folder, 'linked', 'server'));
    expect(message).toBe('linked/service.yaml: is a link out of its folder');
  });

  test('that is a pipe is refused, not waited for', async () => {
    const folder = tempFolder();
    execFileSync('mkfifo', [path.join(folder, 'service.yaml')]);
    const { message } = await faultOf(() => readManifest(folder, 'x', 'server'));
    expect(message).toBe('x/service.yaml: cannot be read: it is not a file');
  });

  test.each(['/dev/zero', '../../etc/passwd', '-x', 'a/../../b.h'])(
    'names no header %j',
    async (header) => {
      const { message } = await faultOf(() =>
        stubService({ manifest: { requires: [{ header }] } }),
      );
      expect(message).toContain('requires.0');
    },
  );

  test.each(['..', '-rf', 'a/b', 'a b', 'sh;'])('names no tool %j that is run', async (tool) => {
    const outcome = await Promise.resolve()
      .then(() => fingerprint(stubService({ manifest: { requires: [{ tool }] } })))
      .catch(String);
    // `..` and `-rf` are names of files that are nowhere on PATH.
    expect(outcome).toMatch(/^[0-9a-f]{16}$|requires\.0/);
  });
});

describe('no shell reads', () => {
  /** Writes down the words that it was given. */
  const RECORD = `import { writeFileSync } from 'node:fs';
    writeFileSync(process.env.PAIRBENCH_OUT + '/words', JSON.stringify(process.argv.slice(2)));`;

  test('the words of a manifest: they arrive as they are', async () => {
    const manifest = {
      title: META.join(' '),
      library: META[1],
      build: { command: [process.execPath, 'record.mjs', ...META], inputs: ['record.mjs'] },
      versions: { command: ['echo', '{"none":"$(touch pwned)"}'] },
    };
    const service = stubService({ manifest, files: { 'record.mjs': RECORD } });
    const built = await buildService(service, options());
    const words = readFileSync(path.join(outputOf(built), 'words'), 'utf8');
    expect(JSON.parse(words)).toEqual(META);
    expect(built?.versions).toEqual({ none: '$(touch pwned)' });
    expect(existsSync(path.join(service.folder, 'pwned'))).toBe(false);
    expect(existsSync('pwned')).toBe(false);
  });

  test('anything: nothing in src asks for one', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' });
    const texts = files
      .filter((name) => name.endsWith('.ts'))
      .map((name) => [name, readFileSync(path.join('src', name), 'utf8')] as const);
    const wrong = texts.filter(([, text]) =>
      /shell: *(?:true|'|")|child_process|execaCommand|\$`|'(?:ba|da)?sh', *'-c'/.test(text),
    );
    expect(wrong.map(([name]) => name)).toEqual([]);
  });
});

test('a link in the output of a build is not followed', async () => {
  const outside = tempFolder();
  const secret = writeInto(outside, 'secret', 'one');
  const service = stubService({
    files: { 'build.sh': `ln -s ${outside} "$PAIRBENCH_OUT/link"\n` },
  });
  const out = outputOf(await buildService(service, options()));
  const before = outputHash(out);
  writeInto(outside, path.basename(secret), 'two');
  expect(outputHash(out)).toBe(before);
});

describe('secrets of the environment', () => {
  const SECRET = 'fake-0123456789';

  test('are not there for the command that tells versions', async () => {
    process.env.FAKE_SECRET = SECRET;
    try {
      const command = [process.execPath, 'versions.mjs'];
      const files = { 'versions.mjs': 'console.log(JSON.stringify(process.env))' };
      const built = await buildService(
        stubService({ manifest: { versions: { command } }, files }),
        options(),
      );
      expect(built?.versions.PATH).toBe(process.env.PATH);
      expect(JSON.stringify(built?.versions)).not.toContain(SECRET);
    } finally {
      delete process.env.FAKE_SECRET;
    }
  });

  test('are there for a build, but not in what a journal keeps of its log', async () => {
    process.env.FAKE_SECRET = SECRET;
    try {
      const files = { 'build.sh': 'echo "token $FAKE_SECRET"; exit 1\n' };
      const stage = options();
      expect(await buildService(stubService({ files }), stage)).toBeNull();
      const failed = stage.facts.find((fact) => fact.type === 'build-failed');
      expect(failed).toMatchObject({ log_tail: ['token ***'] });
    } finally {
      delete process.env.FAKE_SECRET;
    }
  });
});
