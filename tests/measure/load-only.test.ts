import { describe, expect, it } from '@jest/globals';
import type { BuiltService } from '../../src/build/built-service.ts';
import { Interrupted } from '../../src/host/interrupted.ts';
import { refusalOf } from '../../src/measure/load-only.ts';
import { verifyServices } from '../../src/measure/verify-services.ts';
import type { Settings } from '../../src/plan/facts.ts';
import { measureContext } from '../helpers/measure-context.ts';
import type { TestContext } from '../helpers/measure-context.ts';
import { stubService } from '../helpers/service-folder.ts';

/** A client that is nothing but this shell script, with its flags as arguments. */
function loadOnly(script: string): BuiltService {
  const manifest = { kind: 'load-only', max_threads: 1 };
  return {
    ...{ service: stubService({ kind: 'client', name: 'stub', manifest }), build_id: 'b' },
    program: { kind: 'command', words: ['sh', '-c', script, 'stub'], folder: '/' },
    ...{ verdict_file: '/nowhere', versions: {} },
  };
}

/** Looks at its flags as wrk does. */
const WITHOUT_REQUESTS =
  'case "$*" in *--requests*) echo "stub: --requests: I only run for a time" >&2; exit 2;; esac; exit 1';

function refusal(script: string, settings: Partial<Settings> = {}): Promise<string | null> {
  return refusalOf(loadOnly(script), measureContext(settings));
}

describe('a load-only client', () => {
  it('that takes the settings of the run finds nobody to load, and does not refuse', async () => {
    expect(await refusal(WITHOUT_REQUESTS)).toBeNull();
    expect(await refusal('exit 0')).toBeNull();
  });

  it('that does not take them says why', async () => {
    const settings = { duration_ms: null, requests: 5000 };
    expect(await refusal(WITHOUT_REQUESTS, settings)).toBe('--requests: I only run for a time');
    expect(await refusal('exit 2')).toBe('it does not say why');
  });

  it('is asked with the flags that it is measured with', async () => {
    const flags = await refusal('echo "stub: $*" >&2; exit 2', { connections: 7, threads: 4 });
    expect(flags).toMatch(
      /^--url http:\/\/127\.0\.0\.1:\d+ --connections 7 --threads 1 --warmup 100ms --duration 300ms /,
    );
  });

  it('that cannot be started is told with the reason', async () => {
    const built = loadOnly('');
    const missing = { kind: 'command', words: ['/nowhere/stub'], folder: '/' } as const;
    expect(await refusalOf({ ...built, program: missing }, measureContext())).toBe(
      'it could not be started: binary missing: /nowhere/stub',
    );
  });

  it('does not hold up a run that is interrupted', async () => {
    const context = measureContext();
    const asked = refusalOf(loadOnly('exec sleep 60'), context);
    context.controller.abort();
    await expect(asked).rejects.toThrow(Interrupted);
  });
});

describe('the verification', () => {
  const options = { vectors_file: 'services/vectors/orders.json', cached: 'ignore' } as const;

  async function verified(context: TestContext): Promise<boolean> {
    const sound = await verifyServices([loadOnly(WITHOUT_REQUESTS)], options, context);
    return sound.has('client/stub');
  }

  it('asks nothing of a load-only client but whether it can do it', async () => {
    const context = measureContext();
    expect(await verified(context)).toBe(true);
    expect(context.facts).toMatchObject([
      { type: 'verify-started', kind: 'client', service: 'stub' },
      { type: 'verify-finished', kind: 'client', service: 'stub', cached: false, problems: [] },
    ]);
  });

  it('leaves it out when it cannot', async () => {
    const context = measureContext({ duration_ms: null, requests: 5000 });
    expect(await verified(context)).toBe(false);
    expect(context.facts.slice(1)).toEqual([
      { type: 'client-refused', service: 'stub', reason: '--requests: I only run for a time' },
    ]);
  });
});
