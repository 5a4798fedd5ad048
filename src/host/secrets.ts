/** Keeps secrets of the caller's environment, which builds may use, out of what they leave in a result. */

const SECRET_NAME =
  /TOKEN|SECRET|PASSW|PASSPHRASE|CREDENTIAL|AUTH|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY/i;
/** Of a URL: `user:password`. */
const USER_PART = /\/\/([^/?#@\s]+:[^/?#@\s]+)@/;
/** Shorter ones are no secrets, and would be found in every word. */
const SHORTEST = 6;
const STAND_IN = '***';

function secretsIn(env: NodeJS.ProcessEnv): string[] {
  const secrets = Object.entries(env).flatMap(([name, value = '']) => {
    const user = USER_PART.exec(value)?.[1];
    return [
      ...(SECRET_NAME.test(name) ? [value.trim()] : []),
      ...(user === undefined ? [] : [user]),
    ];
  });
  // The longest first: one may hold another.
  return secrets.filter((one) => one.length >= SHORTEST).sort((a, b) => b.length - a.length);
}

/** The same lines, with `***` in place of secrets that stand in `env`. */
export function withoutSecrets(lines: readonly string[], env: NodeJS.ProcessEnv): string[] {
  const secrets = secretsIn(env);
  return lines.map((line) =>
    secrets.reduce((text, secret) => text.replaceAll(secret, STAND_IN), line),
  );
}
