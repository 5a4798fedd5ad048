/** wrk as the yardstick of the benchmark: one thread, a static order as its body. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import type { ResultPromise } from 'execa';
import type { ReadyServer } from '../src/measure/ready-server.ts';
import { ProcessFamily } from '../src/host/process-family.ts';
import { usageReader } from '../src/runtime/process/usage.ts';

/** What a run of wrk has before and behind the part that is measured. */
const MARGIN_S = 1;

export interface WrkLoad {
  readonly connections: number;
  readonly duration_s: number;
  readonly payload_bytes: number;
  readonly cpu: number;
}

/** The same form of body as the clients send, padded to the same length. */
function staticBody(bytes: number): string {
  const head =
    '{"order_id":"0000000000000001","symbol":"AAPL","quantity":1,"price":1.5,' +
    '"timestamp":1764039641123456789,"padding":"';
  return `${head}${'x'.repeat(bytes - head.length - 2)}"}`;
}

export function writeScript(folder: string, payload_bytes: number): string {
  const file = path.join(folder, 'order.lua');
  writeFileSync(
    file,
    [
      'wrk.method = "POST"',
      `wrk.body = '${staticBody(payload_bytes)}'`,
      'wrk.headers["Content-Type"] = "application/json"',
      '',
    ].join('\n'),
  );
  return file;
}

function startWrk(url: string, script: string, load: WrkLoad): ResultPromise {
  const flags = ['-t1', `-c${load.connections}`, `-d${load.duration_s}s`, '-s', script];
  return execa('taskset', ['--cpu-list', `${load.cpu}`, 'wrk', ...flags, `${url}/order`], {
    env: { LC_ALL: 'C' },
  });
}

/** Requests per second. Throws an Error for failed requests or text that it cannot read. */
async function rateOf(wrk: ResultPromise): Promise<number> {
  const { stdout } = await wrk;
  const text = String(stdout);
  const rate = /^Requests\/sec:\s+(\d+\.\d+)$/m.exec(text)?.[1];
  if (rate === undefined || /Non-2xx|Socket errors/.test(text))
    throw new Error(`wrk did not measure cleanly:\n${text}`);
  return Number(rate);
}

/** Throughput in requests per second. Throws an Error when it was not clean. */
export async function runWrk(url: string, script: string, load: WrkLoad): Promise<number> {
  return rateOf(startWrk(url, script, load));
}

/** CPU time of wrk for each request that the server counted, in us: of `load.duration_s` in its midst. */
export async function wrkUsPerRequest(
  server: ReadyServer,
  script: string,
  load: WrkLoad,
): Promise<number> {
  const wrk = startWrk(server.url, script, { ...load, duration_s: load.duration_s + 2 * MARGIN_S });
  const done = rateOf(wrk);
  // A wrk that did not even start is reported by `done`.
  const usage = wrk.pid === undefined ? null : usageReader(new ProcessFamily(wrk.pid));
  const look = async () => ({ cpu: await usage?.(), stats: await server.control.stats() });
  const window = async (): Promise<number> => {
    await setTimeout(MARGIN_S * 1000);
    const before = await look();
    await setTimeout(load.duration_s * 1000);
    const after = await look();
    const cpu_ns = (after.cpu?.cpu_ns ?? NaN) - (before.cpu?.cpu_ns ?? NaN);
    return cpu_ns / 1000 / (after.stats.total_requests - before.stats.total_requests);
  };
  const [us] = await Promise.all([window(), done]);
  return us;
}
