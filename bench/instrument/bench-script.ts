/** The clients that bring a bench.sh, and a run of one of them on the client's CPU. */
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { errorText, UserError } from '../../src/host/user-error.ts';
import type { Service } from '../../src/plan/manifest.ts';
import { variantOf } from '../../src/plan/service-key.ts';
import { type BenchLine, readBenchLine } from './bench-line.ts';

const SCRIPT = 'bench.sh';

/** Variants share the folder of their base, and its script. */
export function clientsWithBench(services: readonly Service[]): Service[] {
  return services.filter(
    ({ kind, folder, name }) =>
      kind === 'client' && variantOf(name) === null && existsSync(path.join(folder, SCRIPT)),
  );
}

export interface BenchPlace {
  /** `PAIRBENCH_CACHE` of the script; made when it is not there. */
  readonly cache: string;
  readonly cpu: number;
}

/** Throws a UserError that names the client when the script fails or prints something else. */
export async function runBenchScript(
  { name, folder }: Pick<Service, 'name' | 'folder'>,
  { cache, cpu }: BenchPlace,
): Promise<BenchLine> {
  mkdirSync(cache, { recursive: true });
  try {
    const { stdout } = await execa('taskset', ['--cpu-list', `${cpu}`, 'sh', SCRIPT], {
      cwd: folder,
      env: { PAIRBENCH_CACHE: cache },
    });
    return readBenchLine(name, stdout);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `bench.sh of the client ${name} failed: ${errorText(error)}`,
      `run it in ${folder}`,
    );
  }
}
