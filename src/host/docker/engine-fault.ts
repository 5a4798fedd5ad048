/** The fault of an engine that is missing or cannot be used. */
import { EXIT, UserError } from '../user-error.ts';

/** The hint says what to do. Exit code 3. */
export class EngineFault extends UserError {
  constructor(message: string, hint: string) {
    super(message, hint, EXIT.notBuiltOrStarted);
  }
}
