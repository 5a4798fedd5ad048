/** One kernel setting that is raised while a side is measured, and put back right after. */
import type { WantedSetting } from '../../src/host/tuning/conf.ts';
import type { KernelTuned } from '../../src/host/tuning/facts.ts';
import { restoreSaved } from '../../src/host/tuning/restore.ts';
import type { Saved } from '../../src/host/tuning/saved.ts';
import { tuneKernel } from '../../src/host/tuning/tune.ts';
import { EXIT, UserError } from '../../src/host/user-error.ts';
import { NotMeasured } from '../not-measured.ts';

/** Does the work in a state of the kernel. */
export type Around = <T>(work: () => Promise<T>) => Promise<T>;

function whyNot(key: string, { kept, refused }: KernelTuned): string {
  const [own] = kept;
  if (own !== undefined) return `${key} is ${own.value} here already, which --tune would not raise`;
  return `${key} cannot be set here: ${refused[0]?.reason ?? 'no reason is given'}`;
}

/** Throws a UserError when the kernel does not take the old value; the next start tries again. */
function putBack(saved: Saved): void {
  const [failed] = restoreSaved(saved, 'this-run').failed;
  if (failed === undefined) return;
  throw new UserError(
    `${failed.key} could not be put back: ${failed.reason}`,
    `the next start tries again; by hand, as root: sysctl -w ${failed.key}="${failed.original}"`,
    EXIT.toolFault,
  );
}

/** `key`: null for the kernel as it is. The work throws NotMeasured where the kernel refuses the value. */
export function tunedAround(
  key: string | null,
  settings: readonly WantedSetting[],
  cache: string,
): Around {
  if (key === null) return (work) => work();
  const wanted = settings.filter((setting) => setting.key === key);
  if (wanted.length === 0) throw new Error(`sysctl/loopback.conf has no ${key}`);
  return async (work) => {
    const { fact, saved } = tuneKernel(wanted, cache);
    if (saved === null) throw new NotMeasured(whyNot(key, fact));
    // Also where the process ends at once, by a second Ctrl-C.
    const atExit = (): void => {
      restoreSaved(saved, 'this-run');
    };
    process.once('exit', atExit);
    try {
      return await work();
    } finally {
      process.off('exit', atExit);
      putBack(saved);
    }
  };
}
