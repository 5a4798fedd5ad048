/** The completion script of bash; pure. */
import { asPattern, flagsWith, quoted } from './words.ts';
import type { CompletedVerb, Completion, Value } from './words.ts';

const WORDS_OF: Partial<Record<Value['kind'], string>> = {
  servers: '$servers',
  clients: '$clients',
  variants: '$variants',
  run: '$(command ls results 2>/dev/null)',
};

/** What stands behind the `@` of a service; then, in a list, the next one of it. */
const BEHIND_AT = `  # bash takes =, : and @ for words of their own.
  if [[ $cur == @ ]]; then at=$COMP_CWORD; cur=''; fi
  if [[ \${COMP_WORDS[at]} == @ && $cur == *,* ]]; then
    words="$servers $clients"
  elif [[ \${COMP_WORDS[at]} == @ ]]; then
    before=\${COMP_WORDS[at-1]##*,}
    for word in $servers $clients; do
      if [[ $word == "$before"@* ]]; then words+=" \${word#*@}"; fi
    done
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
    return
  fi
`;

export function bashScript(completion: Completion): string {
  const { verbs, servers, clients, variants } = completion;
  const choices = flagsWith(completion, 'choice').map((flag) =>
    line(asPattern([flag]), flag.value.kind === 'choice' ? flag.value.choices.join(' ') : ''),
  );
  const named = (['servers', 'clients', 'variants', 'run'] as const).map((kind) =>
    line(asPattern(flagsWith(completion, kind)), WORDS_OF[kind] ?? ''),
  );
  return `# Completion of pairbench for bash: eval "$(pairbench completion bash)"
_pairbench() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]}
  local verb='' word words='' before=''
  local servers=${quoted(servers.join(' '))} clients=${quoted(clients.join(' '))}
  local variants=${quoted(variants.join(' '))} at=$((COMP_CWORD - 1))
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in ${verbs.map(({ name }) => name).join('|')}) verb=$word; break ;; esac
  done
${BEHIND_AT}  if [[ $cur == = ]]; then cur=''; elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}; fi
  if [[ $cur == : || $prev == : ]]; then
    [[ $cur == : ]] && cur=''
    COMPREPLY=($(compgen -W "$clients" -- "$cur"))
    return
  fi
  if [[ $cur != -* ]]; then
    case $prev in
${[...named, ...choices, line(asPattern(flagsWith(completion, 'pair')), '$servers')].join('\n')}
      ${asPattern(flagsWith(completion, 'path'))}) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      ${asPattern(flagsWith(completion, 'text'))}) return ;;
    esac
  fi
  if [[ -z $words ]]; then
    if [[ $cur == -* ]]; then
      case \${verb:-run} in
${verbs.map(flagLine).join('\n')}
      esac
    else
      case $verb in
        '') words=${quoted(verbs.map(({ name }) => name).join(' '))} ;;
${verbs.flatMap((verb) => wordLines(verb, completion)).join('\n')}
      esac
    fi
  fi
  # Lists are joined by commas.
  if [[ $cur == *,* ]]; then before=\${cur%,*},; cur=\${cur##*,}; fi
  COMPREPLY=($(compgen -P "$before" -W "$words" -- "$cur"))
}
complete -o bashdefault -o default -F _pairbench pairbench
`;
}

function line(pattern: string, words: string): string {
  return `      ${pattern}) words="${words}" ;;`;
}

function flagLine({ name, flags }: CompletedVerb): string {
  const all = flags.flatMap(({ long, short }) => (short === null ? [long] : [short, long]));
  return `        ${name}) words=${quoted([...all, '--help'].join(' '))} ;;`;
}

function wordLines({ name, words }: CompletedVerb, { shells }: Completion): string[] {
  switch (words) {
    case 'none':
      return [];
    case 'pair':
    case 'pair or none':
      return [
        `        ${name}) if [[ $prev == ${name} ]]; then words=$servers; else words=$clients; fi ;;`,
      ];
    case 'services':
      return [`        ${name}) words="$servers $clients" ;;`];
    case 'run':
    case 'runs':
      return [`        ${name}) words="${WORDS_OF.run ?? ''}" ;;`];
    case 'shell':
      return [`        ${name}) words=${quoted(shells.join(' '))} ;;`];
  }
}
