/** `--server-url` and `--server-pid`: the servers that already run. */
import { identify, isRunning } from '../host/process-table.ts';
import type { ProcessIdentity } from '../host/process-table.ts';
import { UserError } from '../host/user-error.ts';
import { isServiceName } from '../plan/discover.ts';
import type { ExternalServer } from '../plan/external-server.ts';
import { parseServerUrl } from '../plan/server-url.ts';
import type { OptionValues } from './option-values.ts';

type Flag = 'server-url' | 'server-pid';

const EXAMPLE = { 'server-url': 'mine=http://127.0.0.1:8000', 'server-pid': 'mine=4711' };

/** The values of a flag by the name before their `=`. */
function byName(values: OptionValues, flag: Flag): Map<string, string> {
  const found = new Map<string, string>();
  for (const word of values.list(flag) ?? []) {
    const [, name, value] = /^([^=]*)=(.+)$/s.exec(word) ?? [];
    if (name === undefined || value === undefined)
      throw new UserError(
        `--${flag}: "${word}" is not NAME=${flag === 'server-url' ? 'URL' : 'PID'}`,
        `for example ${EXAMPLE[flag]}`,
      );
    if (found.has(name)) throw new UserError(`--${flag}: ${name} is given twice`, 'give it once');
    found.set(name, value);
  }
  return found;
}

function urlOf(name: string, text: string): string {
  if (!isServiceName(name))
    throw new UserError(
      `--server-url: "${name}" is no name: lower-case letters and digits, joined by "-"`,
      `for example ${EXAMPLE['server-url']}`,
    );
  const parsed = parseServerUrl(text);
  if (parsed.ok) return parsed.url;
  throw new UserError(
    `--server-url: ${name}: "${text}" ${parsed.fault}`,
    `for example ${EXAMPLE['server-url']}`,
  );
}

function processOf(name: string, text: string): ProcessIdentity {
  const pid = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : null;
  if (pid === null) throw new UserError(`--server-pid: ${name}: "${text}" is no process number`);
  const identity = identify(pid);
  if (identity === null || !isRunning(identity))
    throw new UserError(
      `--server-pid: ${name}: there is no process ${pid}`,
      'give the main process of the server, on this machine',
    );
  return identity;
}

/** Throws a UserError for what is no name, no URL or no process. */
export function externalServersOf(values: OptionValues): ExternalServer[] {
  const pids = byName(values, 'server-pid');
  const urls = byName(values, 'server-url');
  for (const name of pids.keys())
    if (!urls.has(name))
      throw new UserError(
        `--server-pid: there is no server "${name}" of --server-url`,
        `give --server-url ${name}=URL with it`,
      );
  return [...urls].map(([name, text]) => {
    const pid = pids.get(name);
    const url = urlOf(name, text);
    return { name, kind: 'server', url, process: pid === undefined ? null : processOf(name, pid) };
  });
}
