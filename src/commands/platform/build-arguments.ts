/** `--docker-build-arg`: NAME=VALUE, for the Dockerfiles of all services. */
import type { BuildArguments } from '../../build/image/image-fingerprint.ts';
import { UserError } from '../../host/user-error.ts';
import type { OptionValues } from '../option-values.ts';

/** Throws a UserError. */
export function buildArguments(values: OptionValues): BuildArguments {
  const pairs = (values.list('docker-build-arg') ?? []).map((text): [string, string] => {
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined)
      throw new UserError(
        `--docker-build-arg: "${text}" is not NAME=VALUE`,
        'for example RUNTIME_IMAGE=debian:trixie-slim',
      );
    return [name, value];
  });
  return Object.fromEntries(pairs);
}
