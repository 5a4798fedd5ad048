/** The environment of a pairbench that a bench starts: the user's own settings would change what is measured. */
export function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('PAIRBENCH_')));
}
