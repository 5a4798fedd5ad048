// Starts the server as a process of its own, and talks to it over one kept connection.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export const MAIN = fileURLToPath(new URL('../src/main.mjs', import.meta.url));
export const TOKEN = 'nonce';

const JSON_TYPE = { 'Content-Type': 'application/json' };

/** Calls `use` with the running server, and kills it afterwards. */
export async function withServer(env, use) {
  const server = spawn(process.execPath, [MAIN], {
    env: { ...process.env, PORT: '0', PAIRBENCH_TOKEN: TOKEN, PAIRBENCH_BUILD_ID: 'build', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    const [line] = await once(createInterface(server.stdout), 'line');
    const listening = JSON.parse(line);
    const send = async (method, path, body, headers = JSON_TYPE) => {
      const request = httpRequest({ agent, port: listening.port, method, path, headers });
      request.end(body);
      const [response] = await once(request, 'response');
      return {
        status: response.statusCode,
        text: await text(response),
        isReused: request.reusedSocket,
      };
    };
    const stats = async () => JSON.parse((await send('GET', '/stats')).text);
    await use({ server, listening, send, stats });
  } finally {
    agent.destroy();
    server.kill('SIGKILL');
  }
}

/** Runs the server where it must refuse to start. */
export async function refusal(env, words = []) {
  const server = spawn(process.execPath, [MAIN, ...words], { env: { ...process.env, ...env } });
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(server.stdout),
    text(server.stderr),
    once(server, 'close'),
  ]);
  return { stdout, stderr, exitCode };
}
