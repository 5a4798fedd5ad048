/** The command line and the environment, through to what the options mean. */
import { parseCommandLine } from '../../src/commands/command-line.ts';
import { unknownVariables } from '../../src/commands/option-values.ts';
import { UserError } from '../../src/host/user-error.ts';
import { matchesGlob } from '../../src/plan/glob.ts';
import { checkOptions, SERVICES } from '../given-options.ts';
import { expectThat, valueUnlessRefused } from '../target.ts';
import type { Target } from '../target.ts';
import { textsLike } from '../texts.ts';

/** Words are separated by line ends. */
const LINES = [
  '-s\ngo-gin,rust-*\n-k\ncpp-cpr\n-c\n100\n-d\n2s',
  'run\n--pairs\ngo-gin:cpp-cpr,*:rust-reqwest\n--rate=500/s\n--no-keep-alive',
  'single\ngo\ncpp\n--requests\n10k\n--profile\nrigorous\n--seed=7',
  'report\n2026\n--json\n-\n--export-csv=x.csv\n--threshold\nerrors==0',
  'compare\na\nb\n--fail-if-slower\n5%\n--force',
  '--server-url\nmine=http://127.0.0.1:8000\n--server-pid\nmine=1\n--pin\n0:1\n--precision=2%',
  '--docker-build-arg\nA=b\n--docker-build-arg\n__proto__=c\n-qv\nlist',
  'clean\n--builds\n--no-color\n--config=x.yaml',
];

/** Help and versions are printed. */
function silently<T>(work: () => T): T {
  const { log, error } = console;
  try {
    console.log = () => undefined;
    console.error = () => undefined;
    return work();
  } finally {
    Object.assign(console, { log, error });
  }
}

const commandLine: Target = {
  name: 'command-line',
  about: 'words of the command line, and what its options mean',
  inputs: textsLike(LINES),
  frames: [
    ['--threshold\n', ''],
    ['-s\n', ''],
    ['--', '=1'],
    ['-', ''],
    ['--pairs\na:', ''],
  ],
  check: (text) => {
    const line = silently(() =>
      valueUnlessRefused(UserError, () => parseCommandLine(text.split('\n'), '1.2.3')),
    );
    if (line === undefined || line === null) return;
    for (const [name, value] of Object.entries(line.flags))
      expectThat(
        typeof value !== 'object' || Array.isArray(value),
        `--${name} is ${JSON.stringify(value)}`,
      );
    checkOptions(line.flags, {}, line.words);
  },
};

const selection: Target = {
  name: 'selection',
  about: 'names, globs, tags and pairs of services',
  inputs: textsLike([
    ...['go-gin', 'rust-*', '*', 'tag:default', 'python', 'go-g?n', '**a*b', 'go-gin:cpp-cpr'],
    ...['*:*', 'mine=http://h:1', 'A_B=c', 'reference,go', 'PAIRBENCH_SEDE', 'tag:'],
  ]),
  frames: [
    ['go', ''],
    ['*', 'b'],
    ['*:', ''],
    ['mine=', ''],
    ['mine=http://', ''],
  ],
  check: (text) => {
    checkOptions({ servers: text, clients: '*' }, {}, [text]);
    checkOptions({ pairs: text, 'server-url': text }, { 'docker-build-arg': text }, [text, text]);
    for (const { name } of SERVICES) matchesGlob(text, name);
    expectThat(unknownVariables({ [`PAIRBENCH_${text}`]: text }).length <= 1, 'two sentences');
  },
};

export const COMMAND_LINE_TARGETS: readonly Target[] = [selection, commandLine];
