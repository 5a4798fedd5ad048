/** `completion`: prints the script by which a shell completes verbs, flags, their values, and services. */
import { EXIT, UserError } from '../../host/user-error.ts';
import type { Session } from '../session.ts';
import { servicesOf } from '../session.ts';
import { type Shell, SHELLS } from '../verbs.ts';
import { bashScript } from './bash.ts';
import { fishScript } from './fish.ts';
import { type Completion, completionOf } from './words.ts';
import { zshScript } from './zsh.ts';

const SCRIPTS: Readonly<Record<Shell, (completion: Completion) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

export function completion(session: Session, word: string): number {
  const shell = SHELLS.find((one) => one === word);
  if (shell === undefined)
    throw new UserError(
      `completion: "${word}" is no shell that is known`,
      `choose ${SHELLS.join(', ')}`,
    );
  session.terminal.stdout.write(SCRIPTS[shell](completionOf(servicesOf(session))));
  return EXIT.ok;
}
