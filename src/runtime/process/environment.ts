/** The environment of services: the same for all, without proxies, locales and secrets of the caller. */
import { OWNER_VARIABLE, ownOwner } from '../../host/owner.ts';

/** Which launch it belongs to. */
export const TOKEN_VARIABLE = 'PAIRBENCH_TOKEN';

const KEPT = ['PATH', 'HOME', 'TMPDIR'];

export function serviceEnvironment(
  token: string,
  added: Readonly<Record<string, string>>,
): Record<string, string> {
  const kept = KEPT.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    ...added,
    [OWNER_VARIABLE]: ownOwner(),
    [TOKEN_VARIABLE]: token,
  };
}
