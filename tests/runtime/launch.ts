/** Launches for tests, each with a token and a folder of its own. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Program } from '../../src/build/built-service.ts';
import type { Launch } from '../../src/runtime/runtime.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

export function launchOf(program: Program, more: Partial<Launch> = {}): Launch {
  return {
    service: 'test-service',
    program,
    args: [],
    env: {},
    cpus: null,
    token: randomBytes(16).toString('hex'),
    log_base: path.join(tempFolder(), 'log'),
    ...more,
  };
}
