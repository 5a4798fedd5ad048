/** wrk as the yardstick of the benchmark: one thread, a static order as its body. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { installMissing, installPolicy } from '../src/build/packages.ts';
import { findTool } from '../src/host/find-tool.ts';
import { EXIT, UserError } from '../src/host/user-error.ts';

export interface WrkLoad {
  readonly connections: number;
  readonly duration_s: number;
  readonly payload_bytes: number;
  readonly cpu: number;
}

/** Throws a UserError when it is not there and cannot be installed. */
export async function requireWrk(): Promise<void> {
  if (findTool('wrk') !== null) return;
  const missing = [{ requirement: { tool: 'wrk', apt: 'wrk' }, reason: 'wrk is not installed' }];
  await installMissing(missing, installPolicy(process.env), (fact) => {
    if (fact.type === 'packages-installed') process.stderr.write(`install  ${fact.command}\n`);
  });
  if (findTool('wrk') === null)
    throw new UserError('wrk is not installed', 'apt-get install wrk', EXIT.notBuiltOrStarted);
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

/** Throughput in requests per second. Throws an Error for failed requests or text that it cannot read. */
export async function runWrk(url: string, script: string, load: WrkLoad): Promise<number> {
  const { stdout } = await execa(
    'taskset',
    [
      '--cpu-list',
      `${load.cpu}`,
      'wrk',
      '-t1',
      `-c${load.connections}`,
      `-d${load.duration_s}s`,
      '-s',
      script,
      `${url}/order`,
    ],
    { env: { LC_ALL: 'C' } },
  );
  const rate = /^Requests\/sec:\s+(\d+\.\d+)$/m.exec(stdout)?.[1];
  if (rate === undefined || /Non-2xx|Socket errors/.test(stdout))
    throw new Error(`wrk did not measure cleanly:\n${stdout}`);
  return Number(rate);
}
