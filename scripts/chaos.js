/** `npm run chaos`: makes the checkout ready, then breaks runs at moments that a seed chooses. */
import { makeReady } from './bootstrap.js';

makeReady();
const { chaos } = await import('../dist/chaos/chaos.js');
process.exitCode = await chaos(process.argv.slice(2));
