/** What the build stage hands on: a service that can be started. */
import type { ExternalServer } from '../plan/external-server.ts';
import type { Service } from '../plan/manifest.ts';

/** What is started: a command of this machine, or an image of a container engine. */
export type Program =
  | {
      readonly kind: 'command';
      readonly words: readonly string[];
      /** Working directory. */
      readonly folder: string;
    }
  | {
      readonly kind: 'image';
      readonly image: string;
      /** In place of the image's own; null: as the image has it. */
      readonly entrypoint: readonly string[] | null;
      /** Give it a terminal, for programs that hold back their lines without one. */
      readonly tty: boolean;
      /** Leave its root file system writable. */
      readonly writable: boolean;
    };

export interface BuiltService {
  readonly service: Service;
  /** The fingerprint of its build. */
  readonly build_id: string;
  readonly program: Program;
  /** Where the verdict of the conformance check on this build is kept. */
  readonly verdict_file: string;
  readonly versions: Readonly<Record<string, string>>;
}

/** Ready for the measuring stage: built, or never in need of it. */
export type Prepared = BuiltService | ExternalServer;
