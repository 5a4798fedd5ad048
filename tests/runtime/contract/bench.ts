/** A fresh runtime for each test; all that was started on it is stopped after the test. */
import { afterEach, beforeEach } from '@jest/globals';
import type {
  Launch,
  Running,
  RunningClient,
  RunningServer,
  Runtime,
} from '../../../src/runtime/runtime.ts';
import { launchOf } from '../launch.ts';
import type { Script } from '../script.ts';
import type { Subject } from '../subject.ts';

export interface Bench extends Subject {
  readonly runtime: () => Runtime;
  readonly launch: (script: Script, more?: Partial<Launch>) => Launch;
  readonly server: (launch: Launch) => Promise<RunningServer>;
  /** `lines` grows as they are delivered. */
  readonly client: (
    launch: Launch,
    onLine?: (line: string) => void,
  ) => Promise<{ readonly client: RunningClient; readonly lines: readonly string[] }>;
  /** All lines of a client that has ended. */
  readonly linesOf: (launch: Launch) => Promise<readonly string[]>;
}

/** To be called within a `describe`. */
export function benchFor(subject: Subject): Bench {
  const started: Running[] = [];
  let opened: Runtime | null = null;

  beforeEach(async () => {
    opened = await subject.open();
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((running) => running.stop()));
    await subject.network.close();
    await opened?.close();
  });

  const runtime = (): Runtime => {
    if (opened === null) throw new Error('no test is running');
    return opened;
  };
  const client: Bench['client'] = async (launch, onLine) => {
    const lines: string[] = [];
    const running = await runtime().startClient(launch, (line) => {
      lines.push(line);
      onLine?.(line);
    });
    started.push(running);
    return { client: running, lines };
  };
  return {
    ...subject,
    runtime,
    launch: (script, more) => launchOf(subject.maker.program(script), more),
    server: async (launch) => {
      const running = await runtime().startServer(launch);
      started.push(running);
      return running;
    },
    client,
    linesOf: async (launch) => {
      const { client: running, lines } = await client(launch);
      await running.drained;
      return lines;
    },
  };
}
