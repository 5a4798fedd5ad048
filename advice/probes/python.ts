/** Another way to run Python: PyPy. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import type { BuiltService } from '../../src/build/built-service.ts';
import { findTool } from '../../src/host/find-tool.ts';
import { serviceKey } from '../../src/plan/service-key.ts';
import type { ServiceId } from '../../src/plan/service-key.ts';
import { lackOf } from '../lacks.ts';
import type { Probe, ProbeSite } from './probe.ts';

const SERVER: ServiceId = { kind: 'server', name: 'python-fastapi' };
/** Of its locked libraries those without which it cannot start. */
const NATIVE = ['uvloop', 'httptools', 'pydantic-core'];
const LIMIT_MS = 60_000;

/** The built service and its interpreter, or why there is none. */
function found(
  { kind, name }: ServiceId,
  site: ProbeSite,
): { readonly built: BuiltService; readonly python: string } | { readonly lack: string } {
  const built = site.sound.get(serviceKey(kind, name));
  if (built === undefined || 'external' in built || built.program.kind !== 'command')
    return { lack: lackOf({ kind, name }, site) ?? `${name} is not there` };
  return { built, python: built.program.words[0] ?? 'python3' };
}

async function aptCandidate(name: string): Promise<string | null> {
  if (findTool('apt-cache') === null) return null;
  const { stdout } = await execa('apt-cache', ['policy', name], {
    env: { LC_ALL: 'C' },
    reject: false,
  });
  const version = /Candidate: (\S+)/.exec(stdout)?.[1];
  return version === undefined || version === '(none)' ? null : version;
}

async function interpreterWords(): Promise<string> {
  const tool = findTool('pypy3');
  if (tool !== null) {
    const { stdout } = await execa(tool, ['--version'], { reject: false });
    return `pypy3 is there (${stdout.split('\n').at(-1) ?? ''})`;
  }
  const candidate = await aptCandidate('pypy3');
  return candidate === null
    ? 'there is no pypy3, and apt has none'
    : `pypy3 is not installed (apt has ${candidate})`;
}

/** `name==version` of a lock file; null: it is not in it. */
export function pinned(lock: string, name: string): string | null {
  return new RegExp(`^${name}==[^\\s\\\\]+`, 'm').exec(lock)?.[0] ?? null;
}

/** Whether the package index has it compiled for PyPy. */
async function wheelWords(python: string, pin: string, folder: string): Promise<string> {
  const words = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps'];
  const wanted = ['--implementation', 'pp', '--python-version', '3.11', '--abi', 'pypy311_pp73'];
  const { exitCode, stderr } = await execa(
    python,
    [...words, '--only-binary=:all:', ...wanted, '--dest', folder, pin],
    { reject: false, timeout: LIMIT_MS },
  );
  if (exitCode === 0) return `${pin} has a build for PyPy`;
  const last = stderr.trim().split('\n').at(-1) ?? '';
  return last.includes('No matching distribution')
    ? `${pin} has no build for PyPy`
    : `whether ${pin} has a build for PyPy could not be asked`;
}

export const pypy: Probe = {
  needs: [SERVER],
  reason: async (site) => {
    const [interpreter, service] = [await interpreterWords(), found(SERVER, site)];
    if ('lack' in service) return `${interpreter}, and ${service.lack}`;
    const lock = readFileSync(path.join(service.built.service.folder, 'requirements.txt'), 'utf8');
    const pins = NATIVE.flatMap((name) => pinned(lock, name) ?? []);
    const folder = path.join(site.results, 'pypy');
    const words: string[] = [];
    for (const pin of pins) words.push(await wheelWords(service.python, pin, folder));
    return `${interpreter}; of what ${SERVER.name} needs, ${words.join(', ')}`;
  },
};
