/** Samples of a running program by perf, on the clock of its CPU: counters of the hardware are not asked for. */
import { execa } from 'execa';
import type { Sample } from './parts.ts';

const SAMPLES_PER_S = 997; // a prime, so that nothing periodic is in step with it

export interface Recording {
  /** Ends it, if the program has not; gives the samples. Throws an Error where perf failed or saw nothing. */
  samples(): Promise<Sample[]>;
}

/** `0.20%|libcurl.so.4|[.] Curl_conn_send` of `perf report`; null: another line. */
export function readSample(line: string): Sample | null {
  const found = /^\s*(\d+\.\d+)%\s*\|\s*(\S+)\s*\|\s*\[[^\]]+\]\s+(.*?)\s*(?:\||$)/.exec(line);
  if (found === null) return null;
  const [, percent = '', object = '', symbol = ''] = found;
  return { object, symbol, share: Number(percent) / 100 };
}

async function report(file: string): Promise<Sample[]> {
  const form = ['--stdio', '--no-children', '-g', 'none', '--percent-limit', '0'];
  const columns = ['--sort', 'dso,symbol', '-F', 'overhead,dso,sym', '-t', '|'];
  const { stdout } = await execa('perf', ['report', '-i', file, ...form, ...columns], {
    env: { LC_ALL: 'C' },
  });
  const samples = stdout.split('\n').flatMap((line) => readSample(line) ?? []);
  if (samples.length === 0) throw new Error(`perf saw nothing:\n${stdout}`);
  return samples;
}

/** Of the process `pid` with all its threads, from now on. */
export function record(pid: number, file: string): Recording {
  const flags = ['-q', '-e', 'cpu-clock', '-F', `${SAMPLES_PER_S}`, '-p', `${pid}`, '-o', file];
  const perf = execa('perf', ['record', ...flags], { reject: false });
  return {
    samples: async () => {
      perf.kill('SIGINT');
      const { stderr, failed, isTerminated, signal } = await perf;
      // It ends itself by the signal that it was sent, after it has written its file.
      if (failed && !(isTerminated && signal === 'SIGINT'))
        throw new Error(`perf record: ${stderr}`);
      return report(file);
    },
  };
}
