/** Checks what a manifest requires of the machine: tools and their versions, headers, Python modules. */
import semver from 'semver';
import { findTool } from '../host/find-tool.ts';
import type { Requirement } from '../plan/manifest-schema.ts';
import type { Service } from '../plan/manifest.ts';
import { runCommand } from './run-command.ts';

/** A requirement that is not met. */
export interface Unmet {
  readonly requirement: Requirement;
  /** One clause: what is missing or too old. */
  readonly reason: string;
}

export interface Missing extends Unmet {
  readonly service: Service;
}

/** Some tools, such as a POSIX shell, do not tell their version. */
const UNKNOWN = 'unknown';

/** A requirement's state: null when it is met. */
type Check = (requirement: Requirement) => Promise<string | null>;

/** By path: each program is asked once. */
const versions = new Map<string, Promise<string>>();

/** The version that `tool --version` (or `tool version`, as Go has it) prints; null: no such tool. */
export async function toolVersion(tool: string): Promise<string | null> {
  const file = findTool(tool);
  if (file === null) return null;
  const version = versions.get(file) ?? askVersion(file);
  versions.set(file, version);
  return version;
}

async function askVersion(file: string): Promise<string> {
  for (const argument of ['--version', 'version']) {
    const { exitCode, stdout, stderr } = await runCommand([file, argument]);
    if (exitCode === 0) return /\d+\.\d+(?:\.\d+)?/.exec(stdout + stderr)?.[0] ?? UNKNOWN;
  }
  return UNKNOWN;
}

async function checkTool(tool: string, range: string | undefined): Promise<string | null> {
  if (range === undefined) return findTool(tool) === null ? `${tool} is not installed` : null;
  const version = await toolVersion(tool);
  if (version === null) return `${tool} is not installed`;
  const comparable = semver.coerce(version);
  return comparable !== null && semver.satisfies(comparable, range)
    ? null
    : `${tool} ${range} is needed, ${version} is installed`;
}

async function checkHeader(header: string): Promise<string | null> {
  if (findTool('g++') === null)
    return `the C/C++ header ${header} cannot be looked for without g++`;
  const { exitCode } = await runCommand([
    'g++',
    '-E',
    '-x',
    'c++',
    '-include',
    header,
    '-o',
    '/dev/null',
    '/dev/null',
  ]);
  return exitCode === 0 ? null : `the C/C++ header ${header} is missing`;
}

async function checkPythonModule(module: string): Promise<string | null> {
  if (findTool('python3') === null)
    return `the Python module ${module} cannot be looked for without python3`;
  // Python looks for modules in the working folder first, where anybody's file may lie.
  const { exitCode } = await runCommand(['python3', '-c', `import ${module}`], { cwd: '/' });
  return exitCode === 0 ? null : `the Python module ${module} is missing`;
}

const check: Check = (requirement) => {
  if ('tool' in requirement) return checkTool(requirement.tool, requirement.version);
  if ('header' in requirement) return checkHeader(requirement.header);
  return checkPythonModule(requirement.python_module);
};

/** All that is missing for these services; each requirement is checked once. */
export async function findMissing(services: readonly Service[]): Promise<Missing[]> {
  const outcomes = new Map<string, Promise<string | null>>();
  const checks = services.flatMap((service) =>
    service.manifest.requires.map(async (requirement): Promise<Missing[]> => {
      const key = JSON.stringify(requirement);
      const outcome = outcomes.get(key) ?? check(requirement);
      outcomes.set(key, outcome);
      const reason = await outcome;
      return reason === null ? [] : [{ service, requirement, reason }];
    }),
  );
  return (await Promise.all(checks)).flat();
}
