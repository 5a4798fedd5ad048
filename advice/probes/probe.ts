/** What finds out, on this machine, why a piece of advice cannot be measured. */
import type { MeasureContext } from '../../src/measure/context.ts';
import type { ServiceId } from '../../src/plan/service-key.ts';
import type { Site } from '../site.ts';

export type ProbeName = 'pypy' | 'http2' | 'grpc' | 'open-files';

export interface ProbeSite extends Pick<Site, 'sound' | 'services' | 'facts' | 'results'> {
  /** To start a server with. */
  readonly context: MeasureContext;
}

export interface Probe {
  /** Must be built for it. */
  readonly needs: readonly ServiceId[];
  /** Completes "not measured, because …". Throws Interrupted. */
  readonly reason: (site: ProbeSite) => Promise<string>;
}
