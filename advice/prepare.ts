/** Builds and verifies all that the lines need; what cannot be had costs only the lines that need it. */
import type { MeasureContext } from '../src/measure/context.ts';
import { verifyServices } from '../src/measure/verify-services.ts';
import { verifyContext } from '../src/commands/verify.ts';
import type { Platform } from '../src/commands/platform/platform.ts';
import { openProgress, type Session } from '../src/commands/session.ts';
import type { Service } from '../src/plan/manifest.ts';
import { type ServiceId, serviceKey } from '../src/plan/service-key.ts';
import { isCompared, type Line, servicesOf } from './line.ts';
import { PROBES } from './probes/all.ts';
import type { Site } from './site.ts';

export function neededBy(line: Line): readonly ServiceId[] {
  return isCompared(line) ? servicesOf(line.sides) : PROBES[line.not_measured].needs;
}

export interface Ready extends Pick<Site, 'sound' | 'facts'> {
  /** Fingerprints of the builds, by `serviceKey`. */
  readonly build_ids: ReadonlyMap<string, string>;
  /** To start a server with outside a line. */
  readonly context: MeasureContext;
}

/** Throws Interrupted. */
export async function prepareFor(
  lines: readonly Line[],
  services: readonly Service[],
  session: Session,
  platform: Platform,
): Promise<Ready> {
  const keys = new Set(lines.flatMap(neededBy).map(({ kind, name }) => serviceKey(kind, name)));
  const needed = services.filter(({ kind, name }) => keys.has(serviceKey(kind, name)));
  const progress = openProgress(session, needed);
  const facts: Site['facts'][number][] = [];
  const emit = (fact: Site['facts'][number]): void => {
    facts.push(fact);
    progress.onEntry(fact);
  };
  try {
    const built = await platform.prepare(needed, emit);
    const context = { ...verifyContext(session, platform, () => undefined), emit };
    const sound = await verifyServices(
      built,
      { vectors_file: session.vectors_file, cached: 'use' },
      context,
    );
    const build_ids = new Map(
      built.flatMap((one) =>
        'program' in one
          ? [[serviceKey(one.service.kind, one.service.name), one.build_id] as const]
          : [],
      ),
    );
    return { sound, facts: [...facts], build_ids, context: { ...context, emit: () => undefined } };
  } finally {
    progress.stop();
  }
}
