/** Variants of real services: measured in the same rounds, told apart everywhere, and held against their base. */
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { findRun } from '../../src/journal/run-folder.ts';
import { resultOf } from './pairbench.ts';
import { LIMIT_MS, workFolder } from './resume-rig.ts';
import type { Work } from './resume-rig.ts';

/** An answer takes 20 ms longer: far more than anything that a machine does to 40 requests. */
const VARIANTS = `
variants:
  slow:
    about: waits before it answers
    start: {env: {STUB_SLOW: "20"}}
  same:
    about: differs in nothing that is used
    build: {env: {NOT_USED: x}}
`;
const SHORT = ['-c', '2', '-n', '40', '-w', '50ms', '--rounds', '3', '--seed', '1'];

function withVariants(): Work {
  const work = workFolder();
  appendFileSync(path.join(work.services, 'servers', 'stub-server', 'service.yaml'), VARIANTS);
  return work;
}

const VARY = ['vary', 'stub-server', 'node-undici', '--by', 'slow,same', ...SHORT];

describe('vary', () => {
  it(
    'answers in a sentence, and holds each variant against the base in the same rounds',
    async () => {
      const work = withVariants();
      const { exitCode, stdout } = await work.run(...VARY);
      expect(exitCode).toBe(0);
      const text = stdout.replaceAll(/\s+/g, ' ');
      expect(text).toMatch(
        /stub-server@slow serves 0\.\d+ \(0\.\d+-0\.\d+\) of stub-server's requests: slower/,
      );
      expect(text).toMatch(
        /stub-server@same serves [\d.]+ \([\d.]+-[\d.]+\) (of|times) stub-server's/,
      );
      const report = await work.run('report', '--json');
      const { cells, variations, environment } = resultOf(report);
      expect(cells.map(({ server, status }) => [server, status])).toEqual([
        ['stub-server', 'valid'],
        ['stub-server@slow', 'valid'],
        ['stub-server@same', 'valid'],
      ]);
      const [slow] = variations;
      expect(slow).toMatchObject({
        ...{ side: 'server', metric: 'throughput_rps', verdict: 'worse' },
        base: { server: 'stub-server', client: 'node-undici' },
        pair: { server: 'stub-server@slow', client: 'node-undici' },
      });
      const builds = environment.services.flatMap(({ name, build_id }) =>
        name.startsWith('stub-server') ? [build_id] : [],
      );
      expect(new Set(builds).size).toBe(3);
    },
    LIMIT_MS,
  );

  it(
    'leaves logs, rows and a journal in which each variant has its own name',
    async () => {
      const work = withVariants();
      expect((await work.run(...VARY)).exitCode).toBe(0);
      const run = findRun(work.results, null);
      const logs = readdirSync(run.logs);
      for (const log of ['stub-server', 'stub-server__slow', 'stub-server__same--node-undici'])
        expect(logs).toContain(`r1-${log}.err.log`);
      const csv = readFileSync(path.join(run.folder, 'cells.csv'), 'utf8');
      expect(csv).toMatch(/^.*stub-server@slow,node-undici/m);
      const measured = work
        .entries()
        .flatMap((entry) =>
          entry.type === 'cell-measured' ? [`${entry.round} ${entry.server}`] : [],
        );
      for (const round of [1, 2, 3])
        for (const name of ['stub-server', 'stub-server@slow', 'stub-server@same'])
          expect(measured).toContain(`${round} ${name}`);
      const text = (file: string): string => readFileSync(path.join(run.folder, file), 'utf8');
      expect(text('report.html')).toContain('stub-server@slow');
      // Behind each @ Markdown has a mark without width, so that nobody is called by it.
      expect(text('report.md').replaceAll('\u200B', '')).toContain('stub-server@slow serves ');
    },
    LIMIT_MS,
  );

  it(
    'is resumed as what it was',
    async () => {
      const work = withVariants();
      expect((await work.run(...VARY)).exitCode).toBe(0);
      const journal = work.journal();
      const lines = readFileSync(journal, 'utf8').split(/(?<=\n)/);
      const end = lines.findIndex((line) => line.includes('"type":"round-finished"'));
      writeFileSync(journal, lines.slice(0, end + 1).join('')); // killed after its first round
      const { variations } = resultOf(await work.run('--resume', '--json'));
      expect(variations[0]).toMatchObject({ verdict: 'worse' });
      const resumed = work.entries().find((entry) => entry.type === 'run-resumed');
      expect(resumed?.kept_rounds.map(({ round }) => round)).toContain(1);
    },
    LIMIT_MS,
  );
});

it(
  'the verdict on one variant is not that on another: each is verified by itself',
  async () => {
    const work = withVariants();
    const names = ['stub-server', 'stub-server@slow', 'stub-server@same'];
    const { exitCode, stdout, stderr } = await work.run('verify', ...names);
    expect([exitCode, stdout]).toEqual([0, '3 of 3 services keep the contract\n']);
    for (const name of names) expect(stderr).toMatch(new RegExp(`^verify {3}${name} `, 'm'));
  },
  LIMIT_MS,
);
