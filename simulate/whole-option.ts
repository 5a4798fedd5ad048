/** Whole numbers as the scripts beside the tool take them: `--seed 11`, `--rounds 200`. */
import { UserError } from '../src/host/user-error.ts';

/** Above 0; `otherwise` where it is not given. A UserError names the option and what it may be. */
export function wholeOption(
  name: string,
  text: string | undefined,
  otherwise: number,
  most = Number.MAX_SAFE_INTEGER,
): number {
  const value = text === undefined ? otherwise : Number(text);
  if (Number.isSafeInteger(value) && value >= 1 && value <= most) return value;
  const wanted = value > most ? `a whole number up to ${most}` : 'a whole number above 0';
  throw new UserError(`--${name}: "${text}" is not ${wanted}`, `try ${otherwise}`);
}
