// The stub server as a pool of one worker process, which is started again, on its port, when it dies.
import cluster from 'node:cluster';
import path from 'node:path';

let isStopping = false;

cluster.setupPrimary({ exec: path.join(import.meta.dirname, 'main.mjs') });
cluster.fork();
cluster.once('listening', (worker, { port }) => {
  console.log(JSON.stringify({ event: 'listening', port, pid: process.pid }));
  cluster.on('exit', () => {
    if (!isStopping) cluster.fork({ PORT: port });
  });
});
for (const signal of ['SIGTERM', 'SIGINT'])
  process.on(signal, () => {
    isStopping = true;
    for (const worker of Object.values(cluster.workers)) worker.process.kill('SIGTERM');
  });
