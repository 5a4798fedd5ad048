/** What a fault of chaos is: it is made during a run, and says what that run may end with. */
import type { Random } from '../../simulate/random.ts';
import type { Needs } from '../draw.ts';
import type { Site } from '../site.ts';
import type { Ended, Exit } from '../tool.ts';

export interface Strike {
  /** The run that was struck, or the last one of several. */
  readonly ended: Ended;
  /** False: the run was over before. */
  readonly hasStruck: boolean;
  /** What the fault itself has found to be wrong, one sentence each. */
  readonly problems: readonly string[];
}

export interface Fault {
  readonly name: string;
  readonly needs: Needs;
  /** What the run may end with. */
  readonly exits: readonly Exit[];
  /** Why it cannot be made here; null: it can. */
  readonly lacking: () => string | null;
  /** Begins the run and breaks it; what it has changed around it is put back. */
  readonly strike: (site: Site, random: Random) => Promise<Strike>;
}

export const ANY_RUN: Needs = { servers: null, rounds: 1, fresh_builds: false };

export const anywhere = (): null => null;
