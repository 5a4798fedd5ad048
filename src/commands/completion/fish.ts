/** The completion script of fish; pure. */
import type { CompletedVerb, Completion, Flag } from './words.ts';

const RUNS = '(command ls results 2>/dev/null)';

export function fishScript(completion: Completion): string {
  const { verbs } = completion;
  const names = verbs.map(({ name }) => name).join(' ');
  return `# Completion of pairbench for fish: pairbench completion fish | source
complete -c pairbench -f
function __pairbench_verb
    for word in (commandline -opc)
        if contains -- $word ${names}
            echo $word
            return
        end
    end
end
function __pairbench_list
    # Lists are joined by commas.
    set -l before (string match -r '^.*,' -- (commandline -ct))
    for word in $argv
        echo "$before$word"
    end
end
function __pairbench_pairs
    set -l before (string match -r '^.*:' -- (commandline -ct))
    if test -n "$before"
        for word in ${completion.clients.join(' ')}
            echo "$before$word"
        end
    else
        __pairbench_list ${completion.servers.map((server) => `${server}:`).join(' ')}
    end
end
${verbs.map(({ name, about }) => `complete -c pairbench -n 'test -z "$(__pairbench_verb)"' -a ${name} -d ${quoted(about)}`).join('\n')}
${verbs.flatMap((verb) => verbLines(verb, completion)).join('\n')}
`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
}

/** The verb `run` may be left out. */
function condition({ name }: CompletedVerb): string {
  return quoted(
    name === 'run'
      ? 'set -l verb (__pairbench_verb); test -z "$verb"; or test "$verb" = run'
      : `test "$(__pairbench_verb)" = ${name}`,
  );
}

function verbLines(verb: CompletedVerb, completion: Completion): string[] {
  const when = condition(verb);
  const words = wordsOf(verb, completion);
  return [
    ...(words === null ? [] : [`complete -c pairbench -n ${when} -a ${quoted(words)}`]),
    ...verb.flags.map((flag) => flagLine(flag, when, completion)),
  ];
}

function wordsOf(
  { words }: CompletedVerb,
  { servers, clients, shells }: Completion,
): string | null {
  switch (words) {
    case 'none':
      return null;
    case 'pair':
    case 'pair or none':
    case 'services':
      return [...servers, ...clients].join(' ');
    case 'run':
    case 'runs':
      return RUNS;
    case 'shell':
      return shells.join(' ');
  }
}

function flagLine(
  { long, short, about, value }: Flag,
  when: string,
  completion: Completion,
): string {
  const names = `-l ${long.slice(2)}${short === null ? '' : ` -s ${short.slice(1)}`}`;
  return `complete -c pairbench -n ${when} ${names}${valueWords(value, completion)} -d ${quoted(about)}`;
}

function valueWords(value: Flag['value'], { servers, clients, variants }: Completion): string {
  switch (value.kind) {
    case 'nothing':
      return '';
    case 'text':
      return ' -x';
    case 'path':
      return ' -r -F';
    case 'choice':
      return ` -x -a ${quoted(value.choices.join(' '))}`;
    case 'servers':
      return ` -x -a ${quoted(`(__pairbench_list ${servers.join(' ')})`)}`;
    case 'clients':
      return ` -x -a ${quoted(`(__pairbench_list ${clients.join(' ')})`)}`;
    case 'variants':
      return ` -x -a ${quoted(`(__pairbench_list ${variants.join(' ')})`)}`;
    case 'pair':
      return ` -x -a ${quoted('(__pairbench_pairs)')}`;
    case 'run':
      return ` -x -a ${quoted(RUNS)}`;
  }
}
