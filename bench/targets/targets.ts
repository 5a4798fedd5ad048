/** `npm run bench -- targets [--write]`: what every service reaches beside wrk and the reference services. */
import { median } from 'simple-statistics';
import { EXIT, UserError } from '../../src/host/user-error.ts';
import type { MeasureContext } from '../../src/measure/context.ts';
import { benchContext, buildNamed, builtNamed, type BuiltServices, SETTINGS } from '../setting.ts';
import { renderRatios } from '../table.ts';
import { requireTool } from '../require-tool.ts';
import { writeScript } from '../wrk.ts';
import { measureRounds, type Round, type Yardstick } from './measure.ts';
import { type Profile, profileClient, profileServer } from '../profile/profile.ts';
import { renderTargets } from './page.ts';
import { renderProfiles } from '../profile/section.ts';
import { thisMachine, writeSection } from '../page.ts';
import { isMissed, repeatsOf, type TargetRow, targetRows } from './rows.ts';
import { CLIENTS, REFERENCE, SERVERS } from './wanted.ts';

const WRITE = '--write';
const WRK_SECONDS = 2;

function clientUs(rounds: readonly Round[]): Map<string, number> {
  const of = (name: string): number[] =>
    rounds.map(({ clients }) => clients.get(name)?.value.cpu_us_per_request ?? NaN);
  return new Map(Object.keys(CLIENTS).map((name) => [name, median(of(name))]));
}

/** Of those that missed their target, one after the other. */
async function profilesOf(
  rows: readonly TargetRow[],
  { servers, clients }: BuiltServices,
  yardstick: Yardstick,
  context: MeasureContext,
): Promise<Profile[]> {
  const missed = rows.filter(isMissed);
  if (missed.length === 0) return [];
  await requireTool('perf', 'linux-perf');
  const profiles: Profile[] = [];
  for (const { kind, name } of missed) {
    process.stderr.write(`profile  ${name}\n`);
    const profile =
      kind === 'server'
        ? await profileServer(builtNamed(servers, name), yardstick, context)
        : await profileClient(builtNamed(clients, name), builtNamed(servers, REFERENCE), context);
    profiles.push(profile);
  }
  return profiles;
}

/** Gives the exit code. Throws a UserError where wrk or a service cannot be had. */
export async function benchTargets(words: readonly string[]): Promise<number> {
  const unknown = words.find((word) => word !== WRITE);
  if (unknown !== undefined)
    throw new UserError(`bench targets: "${unknown}" is not known here`, `there is ${WRITE}`);
  await requireTool('wrk', 'wrk');
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
    const machine = thisMachine();
    const facts = {
      ...{ machine, rows, rounds: rounds.length, repeats: repeatsOf(rounds) },
      client_us: clientUs(rounds),
    };
    await writeSection('Targets', renderTargets(facts));
    const profiles = await profilesOf(rows, services, { script, load }, context);
    await writeSection('Where the time goes', renderProfiles(profiles, machine));
  }
  return EXIT.ok;
}
