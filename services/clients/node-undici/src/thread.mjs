// The entry of a worker thread: runs its share and hands the events to the main thread.
import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { followOrigin } from './clock.mjs';
import { runShare } from './share.mjs';

const { origin, ...work } = workerData;
followOrigin(origin);
await runShare({
  ...work,
  emit: (event) => parentPort.postMessage(event),
  start: async () => (await once(parentPort, 'message'))[0],
});
