import { describe, expect } from '@jest/globals';
import { execa } from 'execa';
import { networkNamespace, testInNamespace } from '../helpers/network-namespace.ts';
import { until } from '../helpers/until.ts';
import { resultOf } from '../live/pairbench.ts';
import { BIN, CASE_ENV, placesOf } from './case-command.ts';
import { caseFolder, cellOf, LIMIT_MS } from './case-rig.ts';

const TWO_CLIENTS = ['-s', 'leaving', '-k', 'node-undici,undici-again'];
const DESIGN = ['-w', '0ms', '--rounds', '1', '--no-ceilings', '--pin', 'none', '--json'];

/** On a machine with a hundred local ports; a port can be had again 1 s after its connection was closed. */
async function runWithFewPorts(...load: readonly string[]) {
  const { enter, write } = await networkNamespace();
  write('net.ipv4.ip_local_port_range', '40000 40099');
  write('net.ipv4.tcp_tw_reuse', '2');
  const work = caseFolder();
  // Whoever closes first keeps the port: here the client.
  work.addServer('leaving', { STUB_LEAVE_OPEN: '1' });
  const [file, ...words] = [...enter, process.execPath, BIN, 'run'];
  const args = [...words, ...TWO_CLIENTS, ...load, ...DESIGN, ...placesOf(work)];
  const outcome = await execa(file, args, { cwd: work.folder, env: CASE_ENV, reject: false });
  return { work, outcome };
}

describe('with few local ports', () => {
  testInNamespace(
    'a client that uses them up has errors of a kind of its own',
    async () => {
      const { outcome } = await runWithFewPorts('-c', '50', '-n', '1000', '--no-keep-alive');
      const { exitCode, stdout, stderr } = outcome;
      expect(exitCode).toBe(4);
      const { cells } = resultOf({ exitCode, stdout, stderr });
      for (const { status, reasons } of cells) {
        expect(status).not.toBe('valid');
        expect(reasons.join(' ')).toMatch(/port_exhausted/);
      }
    },
    LIMIT_MS,
  );

  testInNamespace(
    'the next client of the same server starts when it has enough, which is said',
    async () => {
      const { work, outcome } = await runWithFewPorts('-c', '10', '-n', '70', '--no-keep-alive');
      const { exitCode, stdout, stderr } = outcome;
      const result = resultOf({ exitCode, stdout, stderr });
      for (const client of ['node-undici', 'undici-again'])
        expect(cellOf(result, 'leaving', client)).toMatchObject({
          status: 'valid',
          reasons: [],
        });
      expect(work.entries().filter(({ type }) => type === 'ports-awaited')).not.toEqual([]);
      expect(stderr).toMatch(
        /^ports {4}waited .* s before leaving x .* held \d+ of 100 local ports$/m,
      );
    },
    LIMIT_MS,
  );

  testInNamespace(
    'the next client starts when the kernel has room for the connections that it will close, which is said',
    async () => {
      const { enter, write } = await networkNamespace();
      write('net.ipv4.tcp_max_tw_buckets', '100');
      const work = caseFolder();
      work.addServer('leaving', { STUB_LEAVE_OPEN: '1' });
      const [file, ...words] = [...enter, process.execPath, BIN, 'run'];
      const load = ['-c', '10', '-n', '70', '--no-keep-alive'];
      const args = [...words, ...TWO_CLIENTS, ...load, ...DESIGN, ...placesOf(work)];
      const tool = execa(file, args, { cwd: work.folder, env: CASE_ENV, reject: false });
      const started = (): number =>
        work.entries().filter(({ type }) => type === 'cell-started').length;
      // The kernel would keep the first client's connections for a minute.
      let seenWaiting = 0;
      await until('the second client waits', () => {
        seenWaiting =
          started() === 2 && work.entries().at(-1)?.type === 'cell-started' ? seenWaiting + 1 : 0;
        return seenWaiting > 20 || tool.exitCode !== null;
      });
      write('net.ipv4.tcp_max_tw_buckets', '100000');
      const { exitCode, stderr } = await tool;
      expect(exitCode).toBe(0);
      expect(work.entries().filter(({ type }) => type === 'room-awaited')).toHaveLength(1);
      expect(stderr).toMatch(
        /^ports {4}waited .* s before leaving x .*: the kernel kept \d+ closed connections, and keeps 100 at most$/m,
      );
    },
    LIMIT_MS,
  );

  testInNamespace(
    'more connections than there are ports are refused before anything is built',
    async () => {
      const { outcome } = await runWithFewPorts('-c', '101', '-n', '200');
      expect([outcome.exitCode, outcome.stdout]).toEqual([2, '']);
      expect(outcome.stderr).toContain('101 connections need as many local ports');
    },
    LIMIT_MS,
  );
});
