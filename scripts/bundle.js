/**
 * Bundles the compiled program: what the command line loads, in a few files instead of 1,500, which take most of the
 * time of a start. A verb's own modules stay apart. `ssh2` and what it needs have parts in C++, and are loaded for
 * remote engines alone.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const BUNDLE = path.join(ROOT, 'dist', 'bundle');

/** For packages that are no ES modules and ask for modules of Node. */
const REQUIRE = `import{createRequire as of}from'node:module';const require=of(import.meta.url);`;

const { metafile } = await build({
  absWorkingDir: ROOT,
  entryPoints: [path.join('dist', 'src', 'cli.js')],
  outdir: BUNDLE,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['ssh2', 'cpu-features'],
  banner: { js: REQUIRE },
  sourcemap: true,
  metafile: true,
  logLevel: 'warning',
});
// Which modules each file holds.
writeFileSync(path.join(BUNDLE, 'meta.json'), JSON.stringify(metafile));
