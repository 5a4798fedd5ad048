/** `npm run bench`: makes the checkout ready, then measures. */
import { makeReady } from './bootstrap.js';

makeReady();
const { bench } = await import('../dist/bench/bench.js');
process.exitCode = await bench(process.argv.slice(2));
