// Runs the real client in a process of its own and reads its events.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../src/main.mjs', import.meta.url));

export async function runProcess(words, prefix = []) {
  const [file, ...args] = [...prefix, process.execPath, MAIN, ...words];
  const client = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(client.stdout),
    text(client.stderr),
    once(client, 'close'),
  ]);
  return { stdout, stderr, exitCode };
}

/** `flags` is one text. */
export async function runClient(url, flags, prefix) {
  const words = ['--url', url, '--format', 'json', ...flags.split(' ').filter(Boolean)];
  const { stdout, stderr, exitCode } = await runProcess(words, prefix);
  const lines = stdout.split('\n').filter((line) => line !== '');
  const events = lines.map((line) => JSON.parse(line));
  const named = (name) => events.filter(({ event }) => event === name);
  return { events, named, stderr, exitCode, result: named('result')[0] };
}
