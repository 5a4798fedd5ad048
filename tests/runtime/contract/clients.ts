/** What every runtime does with a client: its lines, its arguments, how it ends. */
import { describe, expect, it } from '@jest/globals';
import { complain, exit, READY_FOREVER, say } from '../script.ts';
import type { Subject } from '../subject.ts';
import { benchFor } from './bench.ts';
import { deliversLines } from './lines.ts';

export function clientContract(subject: Subject): void {
  describe('a client', () => {
    const bench = benchFor(subject);

    for (const line_end of ['\n', '\r\n'] as const)
      deliversLines(bench, { prefix: '', line_end, between: '{"event":"noise"}\n' });

    it('delivers blank lines, and a last line without its end', async () => {
      const script = [say('first\n\nthird\r\n'), complain('noise\n'), say('la價t')];
      expect(await bench.linesOf(bench.launch(script))).toEqual(['first', '', 'third', 'la價t']);
    });

    it('delivers a line while it still runs', async () => {
      const line = await new Promise<string>((resolve, reject) => {
        bench.client(bench.launch(READY_FOREVER), resolve).catch(reject);
      });
      expect(line).toBe('ready');
    });

    it('is given its arguments', async () => {
      const launch = bench.launch([{ kind: 'print-arguments' }], { args: ['--url', 'a b', '價'] });
      expect(await bench.linesOf(launch)).toEqual(['["--url","a b","價"]']);
    });

    it('keeps its exit code and its last words', async () => {
      const { client } = await bench.client(bench.launch([complain('out of luck\n'), exit(3)]));
      await client.drained;
      expect(await client.exited).toEqual({ code: 3, signal: null, note: null });
      expect(client.logTail()).toEqual(['out of luck']);
    });

    it.each(['SIGKILL', 'SIGSEGV'] as const)('keeps the %s that ended it', async (signal) => {
      const { client } = await bench.client(bench.launch([{ kind: 'die', signal }]));
      expect(await client.exited).toMatchObject({ code: null, signal });
      await client.drained;
    });
  });
}
