// The client's clocks; its wall clock is stepped by what a file says, which is written while it measures.
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const LOOK_EVERY_MS = 20;
const offsetFile = path.join(os.tmpdir(), 'client-clock-offset-ms');
const originNs = BigInt(Math.round(performance.timeOrigin * 1e3)) * 1000n;
let offsetNs = 0n;

setInterval(() => {
  if (existsSync(offsetFile)) offsetNs = BigInt(readFileSync(offsetFile, 'utf8')) * 1_000_000n;
}, LOOK_EVERY_MS).unref();

/** Since the start of this process; a number is exact for 104 days. */
export const nowNs = () => Math.round(performance.now() * 1e6);

export const epochNs = () => originNs + BigInt(nowNs()) + offsetNs;
