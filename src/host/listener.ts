/** Who listens on a TCP port of this machine. */
import { readdirSync, readlinkSync } from 'node:fs';
import { allPids, commandLine, readProc } from './process-table.ts';

const LISTENING = '0A';

/** Inodes of the sockets that listen on this port, on any address. */
function socketsOn(port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return ['net/tcp', 'net/tcp6'].flatMap((table) =>
    (readProc(table) ?? '')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, local, , state]) => state === LISTENING && local?.endsWith(`:${wanted}`))
      .flatMap((fields) => fields[9] ?? []),
  );
}

/** Nothing once it is gone, or where it is not ours to look at. */
function found<T>(look: () => T): T[] {
  try {
    return [look()];
  } catch {
    return [];
  }
}

function linksOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  const numbers = found(() => readdirSync(folder)).flat();
  return numbers.flatMap((number) => found(() => readlinkSync(`${folder}/${number}`)));
}

export interface Listener {
  readonly pid: number;
  readonly command: string;
}

/** Null: nobody, or somebody whose open files cannot be seen. */
export function listenerOn(port: number): Listener | null {
  const links = socketsOn(port).map((inode) => `socket:[${inode}]`);
  if (links.length === 0) return null;
  const pid = allPids().find((one) => linksOf(one).some((link) => links.includes(link)));
  return pid === undefined ? null : { pid, command: commandLine(pid) };
}
