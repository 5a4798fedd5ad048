/** `npm run advice`: makes the checkout ready, then measures pieces of advice. */
import { makeReady } from './bootstrap.js';

makeReady();
const { advice } = await import('../dist/advice/advice.js');
process.exitCode = await advice(process.argv.slice(2));
