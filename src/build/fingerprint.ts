/** Identity of a build: its inputs, its command, compiler variables and the versions of the tools it requires. */
import { createHash } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { glob } from 'tinyglobby';
import { UserError } from '../host/user-error.ts';
import type { Service } from '../plan/manifest.ts';
import { toolVersion } from './requirements.ts';

/** Raised when a build of the same inputs must not be used again. */
const FORMAT = 'pairbench.build/1';

async function inputFiles(service: Service): Promise<string[]> {
  const files = await glob([...service.manifest.build.inputs], {
    cwd: service.folder,
    dot: true,
  });
  if (files.length === 0)
    throw new UserError(`${service.name}: build.inputs match no file`, 'mend its service.yaml');
  const root = realpathSync(service.folder) + path.sep;
  for (const file of files)
    if (!realpathSync(path.join(service.folder, file)).startsWith(root))
      throw new UserError(`${service.name}: build input ${file} lies outside the service folder`);
  return files.sort();
}

/** Variables by which a user changes what compilers make; how many of them work at once changes nothing. */
const COMPILER_VARIABLE =
  /^(CC|CXX|AR|LD|RUSTC|(C|CXX|CPP|LD|GO|RUST|RUSTDOC|CGO_[A-Z]+)FLAGS|CGO_(ENABLED|[A-Z]*FLAGS)|GO(OS|ARCH|AMD64|ARM64|EXPERIMENT|TOOLCHAIN)|RUSTUP_TOOLCHAIN|CARGO_ENCODED_RUSTFLAGS|CARGO_PROFILE_\w+|CARGO_BUILD_(RUSTFLAGS|TARGET|RUSTC)|CARGO_TARGET_\w+_(RUSTFLAGS|LINKER)|CMAKE_(BUILD_TYPE|TOOLCHAIN_FILE|CXX_\w+|C_\w+))$/;

function compilerVariables(env: NodeJS.ProcessEnv): [string, string][] {
  return Object.entries(env)
    .flatMap(([name, value = '']): [string, string][] =>
      COMPILER_VARIABLE.test(name) ? [[name, value]] : [],
    )
    .sort();
}

/** 16 hexadecimal digits. Reads all inputs and asks each tool its version. */
export async function fingerprint(service: Service): Promise<string> {
  const hash = createHash('sha256');
  const add = (text: string | Buffer): void => {
    hash.update(`${text.length}:`).update(text);
  };
  const { manifest } = service;
  const tools = manifest.requires.flatMap((need) => ('tool' in need ? [need.tool] : []));
  const versions = Promise.all(tools.map(toolVersion));
  add(FORMAT);
  add(process.arch);
  add(JSON.stringify([manifest.build, manifest.start, manifest.versions]));
  for (const file of await inputFiles(service)) {
    add(file);
    add(readFileSync(path.join(service.folder, file)));
  }
  add(JSON.stringify([tools, await versions]));
  const variables = compilerVariables(process.env);
  if (variables.length > 0) add(JSON.stringify(variables));
  return hash.digest('hex').slice(0, 16);
}
