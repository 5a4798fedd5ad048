import { describe } from '@jest/globals';
import { runtimeContract } from '../contract.ts';
import { FakeMachine } from './fake-machine.ts';
import { fakeMaker, FakeRuntime } from './fake-runtime.ts';

describe('the fake runtime', () => {
  const machine = new FakeMachine();
  runtimeContract({
    open: () => Promise.resolve(new FakeRuntime(machine)),
    maker: fakeMaker,
    network: machine.network.asToolSeesIt(),
    survivors: (token) => machine.marked(token).length,
  });
});
