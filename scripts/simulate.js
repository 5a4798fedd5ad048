/** `npm run simulate`: makes the checkout ready, then tries the statistics on noise of known kinds. */
import { makeReady } from './bootstrap.js';

makeReady();
const { simulate } = await import('../dist/simulate/simulate.js');
process.exitCode = await simulate(process.argv.slice(2));
