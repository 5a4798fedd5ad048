/** Tests that measure on the machine as it is may be disturbed by it: they get a second and a third try. */
import { expect, jest } from '@jest/globals';

const { testPath = '' } = expect.getState();
if (/\/tests\/(live|docker|cases)\//.test(testPath))
  jest.retryTimes(2, { logErrorsBeforeRetry: true });
