/** Entries of single windows, quiet unless a test says otherwise. */
import type { JournalEntry } from '../../src/journal/entries.ts';
import type { CellPlace, MeasuredWindow } from '../../src/measure/facts.ts';
import type { Plan } from '../../src/plan/facts.ts';
import { settingsOfPass } from '../../src/plan/pass-settings.ts';
import { latencies, windowOf } from './window-fixture.ts';

/** What is told of a window; all else is as usual. */
export interface Told {
  readonly rps: number;
  /** CPU time of a request, against the usual one; a busy pair does so many requests less. */
  readonly dearer: number;
  readonly change: (window: MeasuredWindow) => void;
}

const USUAL: Told = { rps: 50_000, dearer: 1, change: () => undefined };

/** Of one request. */
const CLIENT_CPU_NS = 4000;
const SERVER_CPU_NS = 3000;

/** `rate_per_s`: of the second pass. */
export function measured(
  place: CellPlace,
  plan: Plan,
  told: Partial<Told> = {},
  rate_per_s = 4000,
): JournalEntry {
  const { rps, dearer, change } = { ...USUAL, ...told };
  const client = plan.services.find(({ kind, name }) => kind === 'client' && name === place.client);
  if (client === undefined) throw new Error(`there is no client ${place.client}`);
  const window = windowOf(client, rps / dearer, settingsOfPass(place.pass, plan, rate_per_s));
  const { window: ok } = window.client_run.result.requests;
  window.usage.client.cpu_ns = Math.round(ok * CLIENT_CPU_NS * dearer);
  window.usage.server.cpu_ns = Math.round(ok * SERVER_CPU_NS * dearer);
  change(window);
  const { pass, round, server } = place;
  return { type: 'cell-measured', pass, round, server, client: place.client, window };
}

export function othersBusy(window: MeasuredWindow): void {
  window.foreign_cpus = 0.5;
}

/** The server sends nothing that is an answer. */
export function silence({ client_run, server_counted }: MeasuredWindow): void {
  const { result, window_end } = client_run;
  if (server_counted !== null) server_counted.orders -= result.requests.window;
  result.requests.window = 0;
  result.rtt_ns = latencies([]);
  result.server_latency_ns = latencies([]);
  window_end.completed = 0;
}

export function miscount({ server_counted }: MeasuredWindow): void {
  if (server_counted !== null) server_counted.orders += 1;
}
