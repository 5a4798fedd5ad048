/** The environment of programs that services bring: the same for all, without proxies, locales and secrets of the caller. */

const KEPT = ['PATH', 'HOME', 'TMPDIR'];

export function plainEnvironment(): Record<string, string> {
  const kept = KEPT.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}
