import { describe, expect, test } from '@jest/globals';
import { Interrupted, unlessInterrupted } from '../../src/host/interrupted.ts';

const never = new Promise<never>(() => undefined);

describe('work that may be interrupted', () => {
  test('gives its value', async () => {
    const { signal } = new AbortController();
    expect(await unlessInterrupted(signal, Promise.resolve(7))).toBe(7);
  });

  test('fails with its own error', async () => {
    const { signal } = new AbortController();
    const work = Promise.reject(new Error('its own'));
    await expect(unlessInterrupted(signal, work)).rejects.toThrow('its own');
  });

  test('ends with the interruption, before or while it is waited for', async () => {
    const controller = new AbortController();
    const waiting = unlessInterrupted(controller.signal, never);
    controller.abort();
    await expect(waiting).rejects.toThrow(Interrupted);
    await expect(unlessInterrupted(controller.signal, never)).rejects.toThrow(Interrupted);
  });
});
