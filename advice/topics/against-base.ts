/** Sides that differ in the variant of one service, the other side being the leanest there is. */
import { type Side, comparing, type ComparedLine } from '../line.ts';
import type { ServiceKind } from '../../src/plan/service-key.ts';

const REFERENCE = 'reference';

/** A service beside the reference service of the other kind. */
export function measuring(kind: ServiceKind, service: string, name = service): Side {
  return kind === 'server'
    ? { name, server: service, client: REFERENCE }
    : { name, server: REFERENCE, client: service };
}

interface Told {
  readonly id: string;
  readonly advice: string;
  readonly kind: ServiceKind;
  /** What the others are held against. */
  readonly base: string;
  readonly others: readonly [string, ...string[]];
  readonly advised: ComparedLine['advised'];
}

/** The services by their own names. */
export function againstBase({ id, advice, kind, base, others, advised }: Told): ComparedLine {
  const [second, ...more] = others;
  return comparing(
    { concerns: kind, by: 'speed', advised },
    id,
    advice,
    measuring(kind, base),
    measuring(kind, second),
    ...more.map((one) => measuring(kind, one)),
  );
}
