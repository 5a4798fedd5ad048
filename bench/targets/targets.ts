/** `npm run bench -- targets [--write]`: what every service reaches beside wrk and the reference services. */
import { median } from 'simple-statistics';
import { EXIT, UserError } from '../../src/host/user-error.ts';
import { readHostFacts } from '../../src/host/machine.ts';
import { today, writePart } from '../page.ts';
import { benchContext, buildNamed, SETTINGS } from '../setting.ts';
import { renderRatios } from '../table.ts';
import { requireWrk, writeScript } from '../wrk.ts';
import { measureRounds, type Round } from './measure.ts';
import { renderPage } from './page.ts';
import { targetRows } from './rows.ts';
import { CLIENTS, REFERENCE, SERVERS } from './wanted.ts';

const WRITE = '--write';
const WRK_SECONDS = 2;

function clientUs(rounds: readonly Round[]): Map<string, number> {
  const of = (name: string): number[] =>
    rounds.map(({ clients }) => clients.get(name)?.cpu_us_per_request ?? NaN);
  return new Map(Object.keys(CLIENTS).map((name) => [name, median(of(name))]));
}

/** Gives the exit code. Throws a UserError where wrk or a service cannot be had. */
export async function benchTargets(words: readonly string[]): Promise<number> {
  const unknown = words.find((word) => word !== WRITE);
  if (unknown !== undefined)
    throw new UserError(`bench targets: "${unknown}" is not known here`, `there is ${WRITE}`);
  await requireWrk();
  const context = benchContext();
  const names = { servers: [REFERENCE, ...Object.keys(SERVERS)], clients: Object.keys(CLIENTS) };
  const services = await buildNamed(names);
  const { connections, payload_bytes } = SETTINGS;
  const cpu = context.pinning.client?.[0] ?? 1;
  const load = { connections, duration_s: WRK_SECONDS, payload_bytes, cpu };
  const script = writeScript(context.logs, payload_bytes);
  const rounds = await measureRounds(services, { script, load }, context);
  const rows = targetRows(rounds);
  process.stdout.write(
    renderRatios(
      `C = ${connections}, ${payload_bytes}-byte body, one core a side, median (range) of ` +
        `${rounds.length} interleaved rounds;\nthroughput of clients against the ${REFERENCE} server, of servers under wrk`,
      rows,
    ),
  );
  if (words.includes(WRITE)) {
    const facts = { rounds: rounds.length, rows, client_us: clientUs(rounds) };
    await writePart(renderPage({ host: readHostFacts(), measured_on: today(), ...facts }));
  }
  return EXIT.ok;
}
