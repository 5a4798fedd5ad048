/** Why a line cannot be measured, as far as its services are the reason. */
import { describe, expect, it } from '@jest/globals';
import { lackOf } from '../../advice/lacks.ts';
import type { Site } from '../../advice/site.ts';
import { withVariants } from '../../src/plan/variants.ts';
import { stubService } from '../helpers/service-folder.ts';

const VARIANTS = { fast: { about: 'in a hurry', start: { env: { FAST: '1' } } } };
const whose = { kind: 'server', service: 'sh-stub' } as const;

function lack(name: string, facts: Site['facts'] = [], kind: 'server' | 'client' = 'server') {
  const services = withVariants(stubService({ manifest: { variants: VARIANTS } }));
  return lackOf({ kind, name }, { services, facts });
}

describe('a service', () => {
  it('lacks nothing where nothing was said against it', () => {
    expect(lack('sh-stub')).toBeNull();
    expect(lack('sh-stub@fast')).toBeNull();
  });

  it('may not be there at all', () => {
    expect(lack('none@fast')).toBe('there is no server none');
    expect(lack('sh-stub', [], 'client')).toBe('there is no client sh-stub');
    expect(lack('sh-stub@slow')).toBe('there is no variant slow of sh-stub');
  });

  it('that was not built says its last line', () => {
    const failed = {
      type: 'build-failed',
      ...whose,
      reason: 'exit code 1',
      log_file: '/x',
    } as const;
    const log_tail = ['cc main.c', 'error: no such flag', ''];
    expect(lack('sh-stub', [{ ...failed, log_tail }])).toBe(
      'the build of sh-stub failed: error: no such flag',
    );
    expect(lack('sh-stub', [{ ...failed, log_tail: [] }])).toBe(
      'the build of sh-stub failed: exit code 1',
    );
    expect(lack('sh-stub@fast', [{ ...failed, log_tail }])).toBeNull();
  });

  it('may lack a tool, or break the contract', () => {
    const skipped = { type: 'service-skipped', ...whose, reason: 'no cc', remedy: '' } as const;
    expect(lack('sh-stub', [skipped])).toBe('sh-stub cannot be built here: no cc');
    const verified = { type: 'verify-finished', ...whose, cached: false, duration_ms: 1 } as const;
    expect(lack('sh-stub', [{ ...verified, problems: [] }])).toBeNull();
    expect(lack('sh-stub', [{ ...verified, problems: ['answers 500'] }])).toBe(
      'sh-stub does not keep the contract: answers 500',
    );
  });
});
