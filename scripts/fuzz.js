/** `npm run fuzz`: makes the checkout ready, then gives every parser random and hostile texts. */
import { makeReady } from './bootstrap.js';

makeReady();
const { fuzz } = await import('../dist/fuzz/fuzz.js');
process.exitCode = await fuzz(process.argv.slice(2));
