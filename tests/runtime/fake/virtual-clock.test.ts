import { describe, expect, it } from '@jest/globals';
import { VirtualClock } from './virtual-clock.ts';

describe('the virtual clock', () => {
  const { signal } = new AbortController();

  it('wakes sleepers when they are due, also those that fall asleep meanwhile', async () => {
    const clock = new VirtualClock();
    const woken: string[] = [];
    const sleep = async (name: string, ms: number): Promise<void> => {
      await clock.sleep(ms, signal);
      woken.push(`${name} at ${clock.now_ms}`);
    };
    const first = sleep('a', 10).then(() => sleep('b', 10));
    await Promise.all([sleep('c', 3_600_000), sleep('d', 15), sleep('e', 20), first]);
    expect(woken).toEqual(['a at 10', 'd at 15', 'e at 20', 'b at 20', 'c at 3600000']);
  });

  it('does not pass for a sleeper that was woken by its signal', async () => {
    const clock = new VirtualClock();
    const controller = new AbortController();
    const sleeping = clock.sleep(1000, controller.signal);
    controller.abort(new Error('woken'));
    await expect(sleeping).rejects.toThrow('woken');
    await clock.sleep(5, signal);
    expect(clock.now_ms).toBe(5);
  });
});
