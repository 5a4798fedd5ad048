import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const SRC = path.resolve('src');
/** Each stage may import from itself and from those before it. */
const STAGES = [
  'host',
  'plan',
  'build',
  'runtime',
  'measure',
  'journal',
  'analyse',
  'doctor',
  'report',
];

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);

function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(SRC, file), 'utf8');
  const pattern = /^(?:import|export)\s+(type\s)?[^;]*?from '([^']+)';/gm;
  return [...text.matchAll(pattern)].map((match) => {
    const target = match[2] ?? '';
    const to = target.startsWith('.') ? path.join(path.dirname(file), target) : target;
    return { from: file, to, typeOnly: match[1] !== undefined };
  });
}

const imports = files.flatMap(importsOf);
const stageOf = (file: string): string => file.split(path.sep)[0] ?? '';
const isOwn = (target: string): boolean => target.endsWith('.ts');

/** Everything that is loaded together with these files. */
function loadedWith(start: readonly string[]): Set<string> {
  const loaded = new Set(start);
  for (const file of loaded)
    for (const { from, to, typeOnly } of imports) if (from === file && !typeOnly) loaded.add(to);
  return loaded;
}

describe('the architecture', () => {
  it('has the stages of the design and nothing like util', () => {
    const folders = new Set(files.filter((file) => file.includes(path.sep)).map(stageOf));
    expect([...folders].sort()).toEqual([...STAGES, 'passes', 'commands', 'progress'].sort());
  });

  it('has imports that point up the list of stages only', () => {
    const wrong = imports.filter(({ from, to }) => {
      const [own, other] = [STAGES.indexOf(stageOf(from)), STAGES.indexOf(stageOf(to))];
      return own >= 0 && isOwn(to) && (other < 0 || other > own);
    });
    expect(wrong).toEqual([]);
  });

  it('lets progress read journal entries, what services and loads are called in them, and nothing else', () => {
    const read = [
      path.join('journal', 'entries.ts'),
      ...['service-key.ts', 'pass-settings.ts', 'sweep.ts'].map((file) => path.join('plan', file)),
    ];
    const others = imports
      .filter(({ from, to }) => stageOf(from) === 'progress' && isOwn(to))
      .filter(({ to }) => stageOf(to) !== 'progress' && !read.includes(to));
    expect(others).toEqual([]);
  });

  it('never lets analyse, report or a check start a process, open a file or a socket', () => {
    const checks = [path.join('doctor', 'checks'), path.join('doctor', 'diagnose.ts')];
    const pure = files.filter(
      (file) =>
        ['analyse', 'report'].includes(stageOf(file)) ||
        checks.some((start) => file.startsWith(start)),
    );
    const loaded = [...loadedWith(pure)];
    const effects =
      /^(node:)?(child_process|fs|net|http|worker_threads)|^execa$|^dockerode$|^undici$/;
    // Schemas of earlier stages are data; reading them touches nothing.
    expect(loaded.filter((name) => effects.test(name))).toEqual([]);
  });

  it('keeps the main path short', () => {
    const lines = readFileSync(path.join(SRC, 'matrix.ts'), 'utf8').split('\n');
    expect(lines.length).toBeLessThan(70);
  });

  it('names no service: adding one changes nothing here', () => {
    // The word for a role, which a service has by its tag.
    const names = ['servers', 'clients']
      .flatMap((kind) => readdirSync(`services/${kind}`))
      .filter((name) => name !== 'reference');
    const naming = files.filter((file) => {
      const code = readFileSync(path.join(SRC, file), 'utf8')
        .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
        // Examples in help texts and hints.
        .replaceAll(/'for example [^']*'|\['\$0[^\]]*\]/g, '');
      return names.some((name) => code.includes(`'${name}'`));
    });
    expect(naming).toEqual([]);
  });
});
