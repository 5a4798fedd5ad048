/** The one error for faults of the user or the machine; anything else that is thrown is a bug. */

/** Exit codes of the command line, see README. */
export const EXIT = {
  ok: 0,
  toolFault: 1,
  badInput: 2,
  notBuiltOrStarted: 3,
  cellsNotValid: 4,
  gateFailed: 5,
  interrupted: 130,
  terminated: 143,
} as const;

export class UserError extends Error {
  /** What to do about it, one clause or sentence. */
  readonly hint: string;
  readonly exitCode: number;

  /** `message` says what is wrong and where: file:line:column, flag or service. */
  constructor(message: string, hint = '', exitCode: number = EXIT.badInput) {
    super(message);
    this.name = 'UserError';
    this.hint = hint;
    this.exitCode = exitCode;
  }
}

/** The text of anything thrown, for sentences such as `cannot write X: …`. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
