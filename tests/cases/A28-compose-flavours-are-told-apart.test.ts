/** Pairings by Compose, and the exit codes of their clients: tests/docker/compose.test.ts, engine-container.test.ts. */
import { chmodSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { findTool } from '../../src/host/find-tool.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';
import { pairbench, resultOf } from '../live/pairbench.ts';
import { CASE_ENV, placesOf, TWO } from './case-command.ts';
import { caseFolder, LIMIT_MS } from './case-rig.ts';

const NO_PLUGIN = `echo "docker: 'compose' is not a docker command." >&2; exit 1`;
const PLUGIN = `[ "$1 $2" = "compose version" ] && echo 2.29.7 && exit 0; exit 1`;

/** A PATH with node, sh, cp and these scripts alone. */
function pathWith(scripts: Readonly<Record<string, string>>): string {
  const folder = tempFolder();
  for (const tool of ['node', 'sh', 'cp'])
    symlinkSync(findTool(tool) ?? '', path.join(folder, tool));
  for (const [name, script] of Object.entries(scripts))
    chmodSync(writeInto(folder, name, `#!/bin/sh\n${script}\n`), 0o755);
  return folder;
}

describe('with', () => {
  it.each([
    [
      'docker-compose 1.29 alone',
      { docker: NO_PLUGIN, 'docker-compose': 'echo 1.29.2' },
      '! warn Docker Compose: 1.29.2 (docker-compose) is too old, 2 is needed',
    ],
    [
      'the plugin',
      { docker: PLUGIN, 'docker-compose': 'echo 1.29.2' },
      '✓ ok Docker Compose: 2.29.7, as "docker compose"',
    ],
    [
      'version 2 as a command of its own',
      { docker: NO_PLUGIN, 'docker-compose': 'echo v2.26.1' },
      '✓ ok Docker Compose: 2.26.1, as "docker-compose"',
    ],
    ['neither', { docker: NO_PLUGIN }, '! warn Docker Compose: not installed'],
  ])('%s, the doctor says what there is and what is needed', async (_, scripts, finding) => {
    const env = { ...CASE_ENV, PATH: pathWith(scripts) };
    const { stdout } = await pairbench(['doctor'], tempFolder(), env);
    const said = stdout.replaceAll(/\n {2,}/g, ' ').replaceAll(/ +/g, ' ');
    expect(said).toContain(finding);
    if (finding.startsWith('!'))
      expect(said).toMatch(/Docker Compose: .*?cure: install Compose 2: https:/s);
  });

  it(
    'neither, a run needs none of them',
    async () => {
      const work = caseFolder();
      const env = { ...CASE_ENV, PATH: pathWith({}) };
      const args = ['run', ...TWO, '--json', ...placesOf(work)];
      expect(resultOf(await pairbench(args, work.folder, env)).counts.valid).toBe(2);
    },
    LIMIT_MS,
  );
});
