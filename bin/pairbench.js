#!/usr/bin/env node
/** Starts pairbench; in a fresh checkout it is made ready first. */
import { makeReady } from '../scripts/bootstrap.js';

makeReady();

// The reader of our output may leave early, as `head` does: that is no fault. A full disk behind it is one.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error) => {
    if (error.code === 'EPIPE') process.exit();
    if (stream === process.stdout)
      process.stderr.write(`pairbench: the output cannot be written: ${error.message}\n`);
    process.exit(1);
  });

const { main } = await import('../dist/src/cli.js');
// Not process.exit: it would cut off output that is still being written into a pipe.
process.exitCode = await main(process.argv.slice(2), process);
