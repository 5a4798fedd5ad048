// The environment that the contract gives a server.

/** The environment is wrong: one sentence for the user. */
export class SettingsError extends Error {}

const MOST_WORKERS = 1024;

export function readSettings({
  HOST = '127.0.0.1',
  PORT = '8000',
  WORKERS = '1',
  PAIRBENCH_TOKEN = '',
  PAIRBENCH_BUILD_ID = '',
}) {
  return {
    host: HOST,
    port: integer('PORT', PORT, 0, 65_535),
    workers: integer('WORKERS', WORKERS, 1, MOST_WORKERS),
    token: PAIRBENCH_TOKEN,
    buildId: PAIRBENCH_BUILD_ID,
  };
}

function integer(name, text, lowest, highest) {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (value >= lowest && value <= highest) return value;
  throw new SettingsError(
    `${name} must be an integer from ${lowest} to ${highest}, not ${JSON.stringify(text)}`,
  );
}
