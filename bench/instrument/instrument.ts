/** `npm run bench -- instrument [--write]`: what measuring costs each client that brings a bench.sh. */
import path from 'node:path';
import { PACKAGE_ROOT } from '../../src/commands/package.ts';
import { EXIT, UserError } from '../../src/host/user-error.ts';
import type { MeasureContext } from '../../src/measure/context.ts';
import { discoverServices } from '../../src/plan/discover.ts';
import type { Service } from '../../src/plan/manifest.ts';
import { thisMachine, writeSection } from '../page.ts';
import {
  benchContext,
  buildNamed,
  builtNamed,
  type BuiltServices,
  CACHE,
  clientUsPerRequest,
  rotated,
  windowOf,
} from '../setting.ts';
import { REFERENCE } from '../targets/wanted.ts';
import { withServer } from '../with-server.ts';
import { clientsWithBench, runBenchScript } from './bench-script.ts';
import { renderInstrument, renderSection } from './render.ts';
import { instrumentRow, type InstrumentRound, type InstrumentRow } from './rows.ts';

const WRITE = '--write';
const ROUNDS = 3;

type Rounds = Map<string, InstrumentRound[]>;

/** For each client first the benchmark, which may be built by it, and at once a window. */
async function measureRound(
  round: number,
  scripts: readonly Service[],
  { servers, clients }: BuiltServices,
  context: MeasureContext,
): Promise<Map<string, InstrumentRound>> {
  const place = { cache: path.join(CACHE, 'shared'), cpu: context.pinning.client?.[0] ?? 1 };
  return withServer(builtNamed(servers, REFERENCE), context, async (server) => {
    const figures = new Map<string, InstrumentRound>();
    for (const script of rotated(scripts, round)) {
      const bench = await runBenchScript(script, place);
      const window = await windowOf(round, builtNamed(clients, script.name), server, context);
      figures.set(script.name, { bench, client_us: clientUsPerRequest(window) });
    }
    return figures;
  });
}

async function measureRows(
  scripts: readonly Service[],
  services: BuiltServices,
): Promise<InstrumentRow[]> {
  const context = benchContext();
  const rounds: Rounds = new Map(scripts.map(({ name }) => [name, []]));
  for (let round = 1; round <= ROUNDS; round += 1) {
    process.stderr.write(`round ${round} of ${ROUNDS}\n`);
    const figures = await measureRound(round, scripts, services, context);
    for (const [name, one] of figures) rounds.get(name)?.push(one);
  }
  return [...rounds].map(([name, some]) => instrumentRow(name, some));
}

/** Gives the exit code. Throws a UserError that names the client whose bench.sh cannot be used. */
export async function benchInstrument(words: readonly string[]): Promise<number> {
  const unknown = words.find((word) => word !== WRITE);
  if (unknown !== undefined)
    throw new UserError(`bench instrument: "${unknown}" is not known here`, `there is ${WRITE}`);
  const scripts = clientsWithBench(discoverServices(path.join(PACKAGE_ROOT, 'services')));
  const names = { servers: [REFERENCE], clients: scripts.map(({ name }) => name) };
  const rows = await measureRows(scripts, await buildNamed(names));
  process.stdout.write(renderInstrument(rows, ROUNDS));
  if (words.includes(WRITE))
    await writeSection(
      'The instrument',
      renderSection(rows, { rounds: ROUNDS, machine: thisMachine() }),
    );
  return EXIT.ok;
}
