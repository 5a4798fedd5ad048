/** Starts the containers of one run, and knows those that are being started, so that none is forgotten. */
import { startContainer } from '../../host/docker/container.ts';
import type { StartedContainer } from '../../host/docker/container.ts';
import type { Engine } from '../../host/docker/engine.ts';
import { engineText } from '../../host/docker/engine.ts';
import { removeRun } from '../../host/docker/leftovers.ts';
import type { OutputSinks } from '../../host/docker/frames.ts';
import { LaunchError } from '../runtime.ts';
import type { Launch } from '../runtime.ts';
import { createOptions } from './create-options.ts';
import type { ContainerLimits } from './create-options.ts';

interface LauncherOptions {
  readonly run: string;
  readonly limits: ContainerLimits;
  readonly onNotice: (message: string) => void;
}

/** The engine's own limit of open files is below the one that was asked for. */
const LIMIT_REFUSED = 'setting rlimit';

/** The engine wraps the reason in what each of its layers has to say. */
function reasonOf(error: unknown): string {
  return engineText(error).replace(/^.*unable to start container process: /s, '');
}

export class Launcher {
  readonly #engine: Engine;
  readonly #options: LauncherOptions;
  readonly #starting = new Set<Promise<unknown>>();
  readonly #users = new Map<string, Promise<string>>();
  #limits: ContainerLimits;
  #closed = false;

  constructor(engine: Engine, options: LauncherOptions) {
    this.#engine = engine;
    this.#options = options;
    this.#limits = options.limits;
  }

  /** Throws a LaunchError. */
  async start(launch: Launch, network: string, sinks: OutputSinks): Promise<StartedContainer> {
    if (this.#closed) throw new LaunchError('the run has been ended');
    const starting = this.#attempt(launch, network, sinks);
    this.#starting.add(starting);
    try {
      return await starting;
    } catch (error) {
      throw new LaunchError(reasonOf(error), { cause: error });
    } finally {
      this.#starting.delete(starting);
    }
  }

  async #attempt(launch: Launch, network: string, sinks: OutputSinks): Promise<StartedContainer> {
    const { run } = this.#options;
    const user = await this.#userOf(launch);
    const limits = this.#limits;
    const start = (own: ContainerLimits): Promise<StartedContainer> =>
      startContainer(
        this.#engine,
        createOptions(launch, { run, network, limits: own }, user),
        sinks,
      );
    try {
      return await start(limits);
    } catch (error) {
      if (limits.nofile === null || !engineText(error).includes(LIMIT_REFUSED)) throw error;
      this.#forgetNofile(limits.nofile);
      return await start(this.#limits);
    }
  }

  /** Said once, though several containers may be starting. */
  #forgetNofile(nofile: number): void {
    if (this.#limits.nofile === null) return;
    this.#limits = { ...this.#limits, nofile: null };
    this.#options.onNotice(
      `the engine refuses ${nofile} open files for a container: its own limit holds`,
    );
  }

  #userOf({ program }: Launch): Promise<string> {
    if (program.kind !== 'image') return Promise.resolve('');
    const asked =
      this.#users.get(program.image) ??
      this.#engine.docker
        .getImage(program.image)
        .inspect()
        .then(({ Config }) => Config.User);
    this.#users.set(program.image, asked);
    return asked;
  }

  /** Removes everything of the run, what is just being started too; nothing can be started any more. */
  async close(): Promise<void> {
    this.#closed = true;
    await removeRun(this.#engine, this.#options.run);
    // What was being created a moment ago has its marks now.
    await Promise.allSettled(this.#starting);
    await removeRun(this.#engine, this.#options.run);
  }
}
