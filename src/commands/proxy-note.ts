/** Proxy variables around a run: services do not get them, which a reader should know. */

const PROXY = /^(?:https?|ftp|all|no)_proxy$/i;

/** Their names alone: a proxy's URL may hold a password. */
export function proxyNote(env: NodeJS.ProcessEnv): string[] {
  const names = Object.keys(env)
    .filter((name) => PROXY.test(name) && env[name] !== '')
    .sort();
  return names.length === 0
    ? []
    : [`${names.join(', ')} ignored: clients reach servers directly, never through a proxy`];
}
