/** What every runtime does with a server: its first line, its logs, how it ends. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { complain, exit, FOREVER, READY_FOREVER, say, wait } from '../script.ts';
import type { Subject } from '../subject.ts';
import { benchFor } from './bench.ts';

const LIMIT_MS = 20_000;
const MANY_LINES = { seed: 3, count: 2000, prefix: '', min_bytes: 1023, max_bytes: 1023 };

export function serverContract(subject: Subject): void {
  describe('a server', () => {
    const bench = benchFor(subject);

    it('gives its first line, however it is cut', async () => {
      const script = [say('re'), wait(20), say('ady\nmo'), wait(20), say('re\n'), FOREVER];
      const running = await bench.server(bench.launch(script));
      expect(await running.firstLine(LIMIT_MS)).toBe('ready');
    });

    it('gives a first line that ends with \\r\\n without either', async () => {
      const running = await bench.server(bench.launch([say('ready\r\n'), FOREVER]));
      expect(await running.firstLine(LIMIT_MS)).toBe('ready');
    });

    it('gives the first line of this launch, not of an earlier one with the same log', async () => {
      const first = bench.launch([say('old\n'), FOREVER]);
      await (await bench.server(first)).firstLine(LIMIT_MS);
      const second = bench.launch([say('new\n'), FOREVER], { log_base: first.log_base });
      expect(await (await bench.server(second)).firstLine(LIMIT_MS)).toBe('new');
    });

    it('gives null for a first line when it ends before, and how it ended', async () => {
      const running = await bench.server(bench.launch([exit(7)]));
      expect(await running.firstLine(LIMIT_MS)).toBeNull();
      expect(await running.exited).toEqual({ code: 7, signal: null, note: null });
    });

    it('gives null for a first line when it is silent', async () => {
      const running = await bench.server(bench.launch([FOREVER]));
      expect(await running.firstLine(200)).toBeNull();
    });

    it('is never stopped by output that nobody reads', async () => {
      const chatter = {
        kind: 'print-lines',
        lines: MANY_LINES,
        line_end: '\n',
        max_piece_bytes: 2048,
        between: `${'y'.repeat(1023)}\n`,
      } as const;
      const running = await bench.server(bench.launch([say('ready\n'), chatter, exit(0)]));
      expect(await running.exited).toEqual({ code: 0, signal: null, note: null });
    });

    it('keeps what it prints: stdout in one file, stderr in another, with its last lines at hand', async () => {
      const launch = bench.launch([
        ...[say('ready\n'), complain('first words\n'), say('more\n'), complain('last words\n')],
        exit(0),
      ]);
      const running = await bench.server(launch);
      await running.exited;
      expect(readFileSync(`${launch.log_base}.out.log`, 'utf8')).toBe('ready\nmore\n');
      expect(readFileSync(running.log_file, 'utf8')).toBe('first words\nlast words\n');
      expect(running.log_file).toBe(`${launch.log_base}.err.log`);
      expect(running.logTail()).toEqual(['first words', 'last words']);
    });

    it('is named apart from every other', async () => {
      const one = await bench.server(bench.launch(READY_FOREVER));
      const other = await bench.server(bench.launch(READY_FOREVER));
      expect(one.instance).not.toBe(other.instance);
      expect(one.instance).toMatch(/^\w+ \S+$/);
    });
  });
}
