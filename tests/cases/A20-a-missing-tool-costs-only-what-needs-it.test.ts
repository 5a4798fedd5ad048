import { readdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, test } from '@jest/globals';
import { execa } from 'execa';
import { findTool } from '../../src/host/find-tool.ts';
import { OWNER_VARIABLE } from '../../src/host/owner.ts';
import { processesMarked } from '../../src/host/process-table.ts';
import { addService } from '../docker/live-services.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { resultOf } from '../live/pairbench.ts';
import { BIN, CASE_ENV, placesOf, TWO } from './case-command.ts';
import { caseFolder, cellOf, LIMIT_MS } from './case-rig.ts';

/** A build whose output starts by itself. */
const MAKE = `cp ./*.mjs "$PAIRBENCH_OUT/"
printf '#!/bin/sh\\nexec node "%s/main.mjs" "$@"\\n' "$PAIRBENCH_OUT" > "$PAIRBENCH_OUT/serve"
chmod +x "$PAIRBENCH_OUT/serve"
`;

/** A folder for PATH with these programs and no others. */
function pathWith(...tools: readonly string[]): string {
  const folder = tempFolder();
  for (const tool of tools) symlinkSync(findTool(tool) ?? '', path.join(folder, tool));
  return folder;
}

function withPath(PATH: string, cwd: string, ...args: readonly string[]) {
  return execa(process.execPath, [BIN, ...args], {
    ...{ cwd, reject: false, stripFinalNewline: false, env: { ...CASE_ENV, PATH } },
  });
}

test('doctor lists each gap, with its cost and cure, on a PATH with node and a shell alone', async () => {
  const { exitCode, stdout, stderr } = await withPath(
    pathWith('node', 'sh'),
    tempFolder(),
    'doctor',
  );
  expect([exitCode, stderr]).toEqual([3, expect.not.stringMatching(/spawn|^ +at /m)]);
  for (const tool of ['go', 'cargo', 'cmake', 'g++', 'taskset', 'setpriv', 'npm'])
    expect(stdout.replaceAll(/\n +/g, ' ')).toMatch(
      new RegExp(
        `(! warn|✗ fail) +${tool.replaceAll('+', '\\+')}: not .*?costs: \\w.*?cure: `,
        's',
      ),
    );
  expect(stdout).not.toMatch(/spawn|undefined/);
});

describe('a run', () => {
  it(
    'on a PATH with node, sh and cp alone is done, and says that nothing is pinned',
    async () => {
      const work = caseFolder();
      const tools = pathWith('node', 'sh', 'cp');
      const args = ['run', ...TWO, '--json', ...placesOf(work)];
      const { exitCode, stdout, stderr } = await withPath(tools, work.folder, ...args);
      const result = resultOf({ exitCode, stdout, stderr });
      expect(result.counts).toMatchObject({ planned: 2, valid: 2 });
      expect(result.notices.join('; ')).toMatch(/taskset/);
    },
    LIMIT_MS,
  );

  it(
    'fails the pairs of one server alone whose program has gone since the build',
    async () => {
      const work = { ...caseFolder(), cache: tempFolder() };
      // A program of its own in its output, as compiled servers have.
      addService(work.services, 'server', 'stub-server', 'gone', {
        manifest: {
          build: { command: ['sh', 'make.sh'], inputs: ['*.mjs', '*.sh'] },
          start: { command: ['{out}/serve'] },
        },
        files: { 'make.sh': MAKE },
      });
      const [usual, places] = [process.env.PATH ?? '', placesOf(work)];
      const before = await withPath(usual, work.folder, 'verify', 'gone', ...places);
      expect(before.exitCode).toBe(0);
      const builds = path.join(work.cache, 'builds', 'server', 'gone');
      const outputs = readdirSync(builds).filter((name) => !name.includes('.'));
      for (const name of outputs) rmSync(path.join(builds, name, 'serve'));

      const pairs = ['-s', 'gone,node-http', ...TWO.slice(2)];
      const tool = withPath(usual, work.folder, 'run', ...pairs, '--json', ...places);
      const { exitCode, stdout, stderr } = await tool;
      const result = resultOf({ exitCode, stdout, stderr });
      expect(cellOf(result, 'node-http', 'node-undici').status).toBe('valid');
      const gone = cellOf(result, 'gone', 'node-undici');
      expect(gone.reasons.join(' ')).toMatch(/binary missing: \/.*\/serve/);
      expect(exitCode).toBe(3);
      const ours = (owner: string): boolean => owner.startsWith(`${tool.pid ?? 0}.`);
      expect(processesMarked(OWNER_VARIABLE, ours)).toEqual([]);
    },
    LIMIT_MS,
  );
});

test('a working directory that is gone is told in one sentence', async () => {
  const work = tempFolder();
  const { stderr, exitCode } = await execa(
    'sh',
    [
      '-c',
      'mkdir gone && cd gone && rmdir ../gone && exec "$@"',
      'sh',
      process.execPath,
      BIN,
      'list',
    ],
    { cwd: work, reject: false },
  );
  expect(stderr).toMatch(/^pairbench: the working directory, .* is gone\n {2}change into .*$/);
  expect(exitCode).toBe(2);
});
