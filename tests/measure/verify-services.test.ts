import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { BuiltService } from '../../src/build/built-service.ts';
import { verifyServices } from '../../src/measure/verify-services.ts';
import { serviceKey } from '../../src/plan/service-key.ts';
import { fixtureService } from '../helpers/fixture-service.ts';
import { measureContext } from '../helpers/measure-context.ts';

const VECTORS = path.resolve('services/vectors/orders.json');

/** What the check says of it, and whether it was made anew. */
async function verdictOn(built: BuiltService) {
  const context = measureContext();
  const options = { vectors_file: VECTORS, cached: 'use' } as const;
  const sound = await verifyServices([built], options, context);
  const fact = context.facts.find((one) => one.type === 'verify-finished');
  return {
    cached: fact?.cached,
    isSound: sound.has(serviceKey(built.service.kind, built.service.name)),
  };
}

function withEnv(built: BuiltService, env: Readonly<Record<string, string>>): BuiltService {
  const { manifest } = built.service;
  const start = { ...manifest.start, env: { ...manifest.start.env, ...env } };
  return { ...built, service: { ...built.service, manifest: { ...manifest, start } } };
}

describe('the verdict on a build', () => {
  it('is used again for the same build, but not when it is started in another way', async () => {
    const built = await fixtureService('server', 'stub-server');
    expect(await verdictOn(built)).toEqual({ cached: false, isSound: true });
    expect(await verdictOn(built)).toEqual({ cached: true, isSound: true });
    const wrong = withEnv(built, { STUB_WRONG_ID: '1', STUB_AFTER: '1' });
    expect(await verdictOn(wrong)).toEqual({ cached: false, isSound: false });
  });
});
