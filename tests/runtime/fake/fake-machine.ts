/** Where fake programs run: a clock, a network and a table of processes. */
import type { Script } from '../script.ts';
import { FakeNetwork } from './fake-network.ts';
import { FakeProcess } from './fake-process.ts';
import type { Surroundings } from './fake-process.ts';
import { VirtualClock } from './virtual-clock.ts';

export class FakeMachine {
  readonly clock = new VirtualClock();
  readonly network = new FakeNetwork();
  readonly #processes: FakeProcess[] = [];

  start(script: Script, surroundings: Surroundings): FakeProcess {
    const started = new FakeProcess(this, script, surroundings);
    this.#processes.push(started);
    return started;
  }

  living(): FakeProcess[] {
    return this.#processes.filter((one) => one.alive);
  }

  /** Those of this launch that live. */
  marked(token: string): FakeProcess[] {
    return this.living().filter((one) => one.token === token);
  }
}
