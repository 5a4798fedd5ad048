// A client that keeps the contract, but in a run with this time-out does what `told.json` in its folder says.
import { existsSync, readFileSync } from 'node:fs';

if (process.argv.includes('7777ms') && existsSync('told.json')) {
  process.argv.splice(2, 0, ...JSON.parse(readFileSync('told.json', 'utf8')));
  await import('./stub.mjs');
} else {
  await import('./main.mjs');
}
