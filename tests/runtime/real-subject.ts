/** Subjects whose programs are real: Node processes, seen through /proc and reached through sockets. */
import { once } from 'node:events';
import { createServer, get } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Program } from '../../src/build/built-service.ts';
import { processesMarked } from '../../src/host/process-table.ts';
import type { Runtime } from '../../src/runtime/runtime.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { nodeArguments } from './node-program.ts';
import type { Subject, ToolNetwork } from './subject.ts';

function realNetwork(): ToolNetwork {
  const servers: Server[] = [];
  return {
    get: async (host, port) => {
      const request = get({ host, port, agent: false });
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      return text(response);
    },
    serve: async (host, answer) => {
      const server = createServer((_, response) => response.end(answer));
      servers.push(server);
      await once(server.listen(0, host), 'listening');
      return (server.address() as AddressInfo).port;
    },
    close: async () => {
      for (const server of servers.splice(0)) {
        server.closeAllConnections();
        await new Promise((closed) => server.close(closed));
      }
    },
  };
}

/** Containers of this machine show in its /proc like any process. */
const markedProcesses = (token: string): number =>
  processesMarked('PAIRBENCH_TOKEN', (value) => value === token).length;

export function commandProgram(words: readonly string[], folder = tempFolder()): Program {
  return { kind: 'command', words, folder };
}

export function processSubject(open: () => Promise<Runtime>): Subject {
  return {
    open,
    maker: {
      program: (script) => commandProgram([process.execPath, ...nodeArguments(script)]),
      missing: (file) => commandProgram([file]),
    },
    network: realNetwork(),
    survivors: markedProcesses,
  };
}

/** `program` makes the image's form of these words. */
export function containerSubject(
  open: () => Promise<Runtime>,
  program: (entrypoint: readonly string[]) => Program,
): Subject {
  return {
    open,
    maker: {
      program: (script) => program(['node', ...nodeArguments(script)]),
      missing: (file) => program([file]),
    },
    network: realNetwork(),
    survivors: markedProcesses,
  };
}
