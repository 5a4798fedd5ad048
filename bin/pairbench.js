#!/usr/bin/env node
/** Starts pairbench; in a fresh checkout it is made ready first. */
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { makeReady } from '../scripts/bootstrap.js';

// The heap may grow by 30 % between two collections, not to several times its size: reading the journal of a
// long run leaves much garbage, and while it measures the tool is to take little of the machine's memory.
setFlagsFromString('--heap-growing-percent=30');
makeReady();

/** Whether the result could not be written, which is said once. */
let isCutOff = false;

// A reader may leave early, as `head` does, or a terminal be closed: what is under way goes on, is cleaned
// up, and earns its exit code all the same. A full disk behind the result is a fault.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error) => {
    if (stream === process.stderr || ['EPIPE', 'EIO'].includes(error.code) || isCutOff) return;
    isCutOff = true;
    process.stderr.write(`pairbench: the output cannot be written: ${error.message}\n`);
  });
process.on('exit', () => {
  if (isCutOff) process.exitCode ||= 1;
});

/** Node opens nearly all files of the program at once; below that it fails in ways that depend on the moment. */
const OPEN_FILES_AT_LEAST = 200;

function refuseFewOpenFiles() {
  const limit = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
  if (limit === undefined || Number(limit) >= OPEN_FILES_AT_LEAST) return;
  process.stderr.write(
    `pairbench: the limit of open files, ${limit}, is too low to load the program\n  raise it: ulimit -n 1024\n`,
  );
  process.exit(3);
}

/** Before the program is loaded: packages ask for the folder on the way. */
function refuseGoneFolder() {
  try {
    process.cwd();
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    process.stderr.write(
      'pairbench: the working directory, in which pairbench was started, is gone\n  change into a folder that exists\n',
    );
    process.exit(2);
  }
}

refuseFewOpenFiles();
refuseGoneFolder();
const { main } = await import('../dist/bundle/cli.js');
// Not process.exit: it would cut off output that is still being written into a pipe.
process.exitCode = await main(process.argv.slice(2), process);
