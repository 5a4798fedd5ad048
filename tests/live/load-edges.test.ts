/** The ends of what can be asked for: one connection, all the limit allows, the largest body, one CPU. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { readTopology } from '../../src/host/topology.ts';
import { findRun, listRuns } from '../../src/journal/run-folder.ts';
import { SPARE_FDS } from '../../src/plan/plan.ts';
import { resultOf, WITHOUT_LATENCY } from './pairbench.ts';
import type { Outcome } from './pairbench.ts';
import { LIMIT_MS, workFolder } from './resume-rig.ts';
import type { Work } from './resume-rig.ts';

const BIN = path.resolve('bin/pairbench.js');
const PAIR = ['-s', 'node-http', '-k', 'node-undici', '--no-ceilings', '--rounds', '1'];

/** `under`: words before the command, that it runs under. */
async function pairbenchUnder(
  under: readonly [string, ...string[]],
  args: readonly string[],
  { folder, services, cache, results }: Work,
): Promise<Outcome> {
  const [file, ...words] = under;
  const places = ['--services', services, '--cache-dir', cache, '-o', results];
  const env = { ...WITHOUT_LATENCY, PAIRBENCH_RUNTIME: 'process' };
  const { exitCode, stdout, stderr } = await execa(
    file,
    [...words, process.execPath, BIN, ...args, ...places],
    {
      ...{ cwd: folder, reject: false, stripFinalNewline: false },
      env: { ...env, PAIRBENCH_TEST_MODULES: path.resolve('.') },
    },
  );
  return { exitCode, stdout, stderr };
}

function filesOf({ results }: Work): Record<'md' | 'html', string> {
  const { folder } = findRun(results, null);
  const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
  return { md: read('report.md'), html: read('report.html') };
}

describe('one connection', () => {
  it(
    'is measured, and the report says how much of it is the machine leaving idle',
    async () => {
      const work = workFolder();
      const result = resultOf(
        await work.run(...PAIR, '-c', '1', '-n', '500', '-w', '100ms', '--json'),
      );
      expect(result.cells[0]).toMatchObject({ status: 'valid', connections_opened: 1 });
      const notice = /with 1 connection .* for \d+ % of a round trip neither worked/;
      expect(result.notices.join('\n')).toMatch(notice);
      const { md, html } = filesOf(work);
      expect(md).toMatch(notice);
      expect(html).toMatch(notice);
    },
    LIMIT_MS,
  );
});

describe('as many connections as the limit of open files allows', () => {
  const LIMIT = 512;
  const MOST = LIMIT - SPARE_FDS;
  const under = ['sh', '-c', `ulimit -n ${LIMIT}; exec "$@"`, 'sh'] as const;
  const load = (connections: number): string[] => [
    ...[...PAIR, '-c', String(connections), '-n', '4000', '-w', '100ms', '--json'],
  ];

  it(
    'are opened, all of them',
    async () => {
      const result = resultOf(await pairbenchUnder(under, load(MOST), workFolder()));
      const [cell] = result.cells;
      expect(cell?.requests.by_kind).toEqual({});
      expect(cell?.connections_opened).toBe(MOST);
    },
    LIMIT_MS,
  );

  it(
    'and one more is refused before anything is built',
    async () => {
      const work = workFolder();
      const { exitCode, stderr } = await pairbenchUnder(under, load(MOST + 1), work);
      expect(exitCode).toBe(2);
      expect(stderr).toContain(`${MOST + 1} connections need ${LIMIT + 1} open files`);
      expect(listRuns(work.results)).toEqual([]);
    },
    LIMIT_MS,
  );
});

describe('the largest body', () => {
  const load = (bytes: number): string[] => [
    ...[...PAIR, '-c', '4', '-n', '400', '-w', '100ms', '--json'],
    ...['--payload-bytes', String(bytes)],
  ];

  it(
    'of 64 KiB is taken by every request',
    async () => {
      const result = resultOf(await workFolder().run(...load(65_536)));
      const [cell] = result.cells;
      expect(cell).toMatchObject({ status: 'valid', requests: { ok: 400, failed: 0 } });
      expect(result.settings.payload_bytes).toBe(65_536);
    },
    LIMIT_MS,
  );

  it('and one byte more is refused', async () => {
    const { exitCode, stderr } = await workFolder().run(...load(65_537));
    expect(exitCode).toBe(2);
    expect(stderr).toContain('65536');
  });
});

describe('one CPU for both sides', () => {
  const [cpu = 0] = readTopology().map((one) => one.cpu);
  const under = ['taskset', '-c', String(cpu)] as const;
  const note = `server and client share one core (CPU ${cpu})`;
  const load = [...PAIR, '-c', '10', '-d', '1s', '-w', '200ms'];

  it(
    'is enough, and everything says that they share it',
    async () => {
      const work = workFolder();
      const outcome = await pairbenchUnder(under, [...load, '--json'], work);
      const result = resultOf(outcome);
      const [cell] = result.cells;
      expect([outcome.exitCode, cell?.status]).toEqual([0, 'valid']);
      expect(result.environment.pinning).toMatchObject({ server: [cpu], client: [cpu] });
      expect(result.settings).toMatchObject({ workers: 1, threads: 1 });
      expect(result.notices.join('\n')).toContain(note);
      // Two sides cannot use more than the one CPU that there is; the clock of either may be off by a tick.
      const { client, server } = cell?.cpu_utilisation ?? {};
      expect((client ?? NaN) + (server ?? NaN)).toBeLessThan(1.05);
      expect(['both', 'neither', 'unknown']).toContain(cell?.bottleneck.verdict);
      expect(cell?.bottleneck.sentence).toContain(`CPU ${cpu}, which they share`);
      expect(cell?.bound).toBeNull();
      const { md, html } = filesOf(work);
      expect(md).toContain(note);
      expect(html).toContain(note);
      const again = await pairbenchUnder(under, ['report'], work);
      expect(again.stdout.replaceAll(/\s+/g, ' ')).toContain(note);
    },
    LIMIT_MS,
  );

  it('is a warning of the doctor, with what to do', async () => {
    const { stdout } = await pairbenchUnder(under, ['doctor', 'node-http'], workFolder());
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(note);
  });
});
