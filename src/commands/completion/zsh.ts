/** The completion script of zsh; pure. */
import { asPattern, flagsWith, quoted } from './words.ts';
import type { CompletedVerb, Completion } from './words.ts';

const RUNS = 'compadd -- results/*(N/:t); _files -/';

export function zshScript(completion: Completion): string {
  const { verbs, servers, clients, variants } = completion;
  const behind = (
    kind: 'servers' | 'clients' | 'variants' | 'pair' | 'run' | 'path' | 'text',
  ): string => asPattern(flagsWith(completion, kind));
  const choices = flagsWith(completion, 'choice').map((flag) => {
    const words = flag.value.kind === 'choice' ? flag.value.choices.join(' ') : '';
    return `      (${asPattern([flag])}) compadd -- ${words}; return ;;`;
  });
  return `#compdef pairbench
# Completion of pairbench for zsh: eval "$(pairbench completion zsh)"
_pairbench() {
  local verb='' word previous=$words[CURRENT-1] current=$words[CURRENT]
  local -a flags verbs servers clients variants
  servers=(${servers.join(' ')})
  clients=(${clients.join(' ')})
  variants=(${variants.join(' ')})
  verbs=(
${verbs.map(({ name, about }) => `    ${described(name, about)}`).join('\n')}
  )
  for word in $words[2,CURRENT-1]; do
    case $word in (${verbs.map(({ name }) => name).join('|')}) verb=$word; break ;; esac
  done
  if [[ $current == --*=* ]]; then
    previous=\${current%%=*}
    current=\${current#*=}
    compset -P '*='
  fi
  if [[ $current != -* ]]; then
    case $previous in
      (${behind('servers')}) compset -P '*,'; compadd -- $servers; return ;;
      (${behind('clients')}) compset -P '*,'; compadd -- $clients; return ;;
      (${behind('variants')}) compset -P '*,'; compadd -- $variants; return ;;
      (${behind('pair')}) compset -P '*,'
        if compset -P '*:'; then compadd -- $clients; else compadd -S : -- $servers; fi
        return ;;
${choices.join('\n')}
      (${behind('run')}) ${RUNS}; return ;;
      (${behind('path')}) _files; return ;;
      (${behind('text')}) return ;;
    esac
  fi
  if [[ $current == -* ]]; then
    case \${verb:-run} in
${verbs.map(flagLines).join('\n')}
    esac
    _describe flag flags
    return
  fi
  case $verb in
    ('') _describe verb verbs ;;
${verbs.flatMap((verb) => wordLines(verb, completion)).join('\n')}
  esac
}
if [[ $funcstack[1] == _pairbench ]]; then _pairbench "$@"; else compdef _pairbench pairbench; fi
`;
}

function described(name: string, about: string): string {
  return quoted(`${name.replaceAll(':', String.raw`\:`)}:${about}`);
}

function flagLines({ name, flags }: CompletedVerb): string {
  const words = flags.flatMap(({ long, short, about }) => [
    ...(short === null ? [] : [described(short, about)]),
    described(long, about),
  ]);
  return `      (${name}) flags=(\n${words.map((word) => `        ${word}`).join('\n')}\n      ) ;;`;
}

function wordLines({ name, words }: CompletedVerb, { shells }: Completion): string[] {
  switch (words) {
    case 'none':
      return [];
    case 'pair':
    case 'pair or none':
      return [
        `    (${name}) if [[ $previous == ${name} ]]; then compadd -- $servers; else compadd -- $clients; fi ;;`,
      ];
    case 'services':
      return [`    (${name}) compadd -- $servers $clients ;;`];
    case 'run':
    case 'runs':
      return [`    (${name}) ${RUNS} ;;`];
    case 'shell':
      return [`    (${name}) compadd -- ${shells.join(' ')} ;;`];
  }
}
