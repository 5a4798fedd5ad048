/** The fault that some work ends with, to look at all of its parts. */
import { UserError } from '../../src/host/user-error.ts';

/** Anything else than a UserError fails the test. */
export async function faultOf(work: () => unknown): Promise<UserError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('there was no fault');
}
