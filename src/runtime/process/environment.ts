/** The environment of services: the plain one, what their manifests add, and the marks of a launch. */
import { OWNER_VARIABLE, ownOwner } from '../../host/owner.ts';
import { plainEnvironment } from '../../host/plain-environment.ts';

/** Which launch it belongs to. */
export const TOKEN_VARIABLE = 'PAIRBENCH_TOKEN';

export function serviceEnvironment(
  token: string,
  added: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    ...plainEnvironment(),
    ...added,
    [OWNER_VARIABLE]: ownOwner(),
    [TOKEN_VARIABLE]: token,
  };
}
