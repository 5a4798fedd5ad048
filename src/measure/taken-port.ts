/** What a server that ended says of a port that somebody else has. */
import { listenerOn } from '../host/listener.ts';

/** As the languages word EADDRINUSE. */
const TAKEN = /EADDRINUSE|address (?:is )?already in use|AddrInUse/i;
/** `127.0.0.1:8000`, `:::8000`, `('127.0.0.1', 8000)`, `port 8000`. */
const PORT = /(?:[\d\]*: ]:|', |port:? )(\d{1,5})\b/i;

const LEFT_ALONE = 'which is left alone; a server must listen on the port that PORT says';

/** Null: its last words are about something else. */
export function takenPort(log_tail: readonly string[]): string | null {
  const lines = log_tail.filter((line) => TAKEN.test(line));
  if (lines.length === 0) return null;
  const port = lines.flatMap((line) => PORT.exec(line)?.[1] ?? []).map(Number)[0];
  if (port === undefined) return `its port is taken by another process, ${LEFT_ALONE}`;
  const owner = listenerOn(port);
  const who = owner === null ? 'another process' : `process ${owner.pid} (${owner.command})`;
  return `port ${port} is taken by ${who}, ${LEFT_ALONE}`;
}
