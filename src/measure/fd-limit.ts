/** A limit of open files that a server has set itself, or was started with: clients would see it as faults of the server. */
import { readdirSync } from 'node:fs';
import { readProc } from '../host/process-table.ts';

/** Null: not known, or not limited. */
export function openFilesLimit(limits: string): number | null {
  const soft = /^Max open files +(\d+)/m.exec(limits)?.[1];
  return soft === undefined ? null : Number(soft);
}

/** One clause; null: its share of the connections fits in. `workers` may share them. */
export function fdLimitFault(pid: number, connections: number, workers: number): string | null {
  const limit = openFilesLimit(readProc(`${pid}/limits`) ?? '');
  if (limit === null) return null;
  const needed = readdirSync(`/proc/${pid}/fd`).length + Math.ceil(connections / workers);
  if (needed <= limit) return null;
  return (
    `fd limit: it may open ${limit} files (ulimit -n), ` +
    `${needed} are needed for ${connections} connections`
  );
}
