// A client that keeps the contract, but in runs with this time-out does what `told.json` in its folder says, in turn.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const COUNT = 'told.count';

if (process.argv.includes('7777ms') && existsSync('told.json')) {
  const turns = JSON.parse(readFileSync('told.json', 'utf8'));
  const turn = existsSync(COUNT) ? Number(readFileSync(COUNT, 'utf8')) : 0;
  writeFileSync(COUNT, String(turn + 1));
  process.argv.splice(2, 0, ...turns[turn]);
  await import('./stub.mjs');
} else {
  await import('./main.mjs');
}
