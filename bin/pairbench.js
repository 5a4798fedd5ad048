#!/usr/bin/env node
/** Starts pairbench; in a fresh checkout it is made ready first. */
import { setFlagsFromString } from 'node:v8';
import { makeReady } from '../scripts/bootstrap.js';

// The heap may grow by 30 % between two collections, not to several times its size: reading the journal of a
// long run leaves much garbage, and while it measures the tool is to take little of the machine's memory.
setFlagsFromString('--heap-growing-percent=30');
makeReady();

// The reader of our output may leave early, as `head` does: that is no fault. A full disk behind it is one.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error) => {
    if (error.code === 'EPIPE') process.exit();
    if (stream === process.stdout)
      process.stderr.write(`pairbench: the output cannot be written: ${error.message}\n`);
    process.exit(1);
  });

/** Node opens all files of the program at once, and ends with a stack where the limit is below their number. */
async function load() {
  try {
    return await import('../dist/src/cli.js');
  } catch (error) {
    if (error.code !== 'EMFILE') throw error;
    process.stderr.write(
      'pairbench: the limit of open files is too low to load the program\n  raise it: ulimit -n 1024\n',
    );
    process.exit(3);
  }
}

const { main } = await load();
// Not process.exit: it would cut off output that is still being written into a pipe.
process.exitCode = await main(process.argv.slice(2), process);
