import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { execa } from 'execa';
import { tempFolder } from '../helpers/temp-folder.ts';

const BIN = path.resolve('bin/pairbench.js');

/** Says the address of each module as it is loaded, on a line of stderr. */
const HOOK = `
import { writeSync } from 'node:fs';
export async function load(url, context, next) {
  writeSync(2, 'loaded ' + url + '\\n');
  return next(url, context);
}`;
const asUrl = (code: string): string => `data:text/javascript,${encodeURIComponent(code)}`;
const TELL = asUrl(
  `import { register } from 'node:module'; register(${JSON.stringify(asUrl(HOOK))});`,
);

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  dependencies: Readonly<Record<string, string>>;
};

const BUNDLE = path.resolve('dist/bundle');

/** Of each file of the bundle the modules that it holds. */
function modulesOf(file: string): string[] {
  const meta = JSON.parse(readFileSync(path.join(BUNDLE, 'meta.json'), 'utf8')) as {
    outputs: Readonly<Record<string, { inputs: Readonly<Record<string, unknown>> }>>;
  };
  return Object.keys(meta.outputs[`dist/bundle/${file}`]?.inputs ?? {});
}

/** Those of this package's dependencies of which a module is loaded. */
async function packagesLoadedBy(args: readonly string[]): Promise<string[]> {
  const { stderr } = await execa(process.execPath, ['--import', TELL, BIN, ...args], {
    cwd: tempFolder(),
    reject: false,
  });
  const files = stderr.split('\n').filter((line) => line.startsWith('loaded file:'));
  const bundled = files.filter((line) => line.includes('/dist/bundle/'));
  const loaded = bundled.flatMap((line) => modulesOf(path.basename(line)));
  expect(loaded).toContain('dist/src/cli.js');
  expect(files.filter((line) => line.includes('/node_modules/'))).toEqual([]);
  return Object.keys(dependencies).filter((name) =>
    loaded.some((file) => file.startsWith(`node_modules/${name}/`)),
  );
}

test.each([
  ['the help', ['--help']],
  ['the help of a verb', ['report', '--help']],
  ['the version', ['--version']],
  ['a slip', ['--conections', '5']],
])('%s is answered by what reads the command line alone', async (_, args) => {
  // yargs brings string-width along.
  expect(await packagesLoadedBy(args)).toEqual(['string-width', 'yargs']);
});

test('a verb loads what it needs, and not what measures or draws', async () => {
  const loaded = await packagesLoadedBy(['list']);
  expect(loaded).toEqual(expect.arrayContaining(['yaml', 'zod']));
  for (const name of ['dockerode', 'linkedom', '@observablehq/plot', 'undici', 'hdr-histogram-js'])
    expect(loaded).not.toContain(name);
});
