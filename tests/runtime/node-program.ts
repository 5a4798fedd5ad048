/** Translates a script into the text of a Node program. */
import { randomPieces } from './random-lines.ts';
import type { Script, Step } from './script.ts';

const PROLOGUE = `
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
const held = [];
const write = (stream, text) => new Promise((written) => stream.write(text, written));
const burn = (cpu_us) => {
  const before = process.cpuUsage();
  let spent;
  do spent = process.cpuUsage(before); while (spent.user + spent.system < cpu_us);
};
const runForEver = () => { setInterval(() => {}, 1000); return new Promise(() => {}); };
const listen = async (eachRequest, answer) => {
  const server = createServer((_, response) => eachRequest().then(() => response.end(answer)));
  await once(server.listen(0, process.env.HOST), 'listening');
  const { port } = server.address();
  await write(process.stdout, JSON.stringify({ event: 'listening', port, pid: process.pid }) + '\\n');
};
${randomPieces.toString()}
`;

/** The words behind the name of the Node binary; the last one keeps it from reading the program's own. */
export function nodeArguments(script: Script): string[] {
  return ['--input-type=module', '--eval', PROLOGUE + statements(script), '--'];
}

function statements(script: Script): string {
  return script.map((step) => `${statement(step)}\n`).join('');
}

function statement(step: Step): string {
  const text = (value: unknown): string => JSON.stringify(value);
  switch (step.kind) {
    case 'print':
      return `await write(process.${step.stream}, ${text(step.text)});`;
    case 'print-lines': {
      const { lines, line_end, max_piece_bytes, between } = step;
      const pieces = `randomPieces(${text(lines)}, ${text(line_end)}, ${max_piece_bytes}).pieces`;
      const beside = between === '' ? '' : `await write(process.stderr, ${text(between)});`;
      return `for (const piece of ${pieces}) { await write(process.stdout, piece); ${beside} }`;
    }
    case 'print-environment':
      return `await write(process.stdout, JSON.stringify(process.env) + '\\n');`;
    case 'print-arguments':
      return `await write(process.stdout, JSON.stringify(process.argv.slice(1)) + '\\n');`;
    case 'print-cpus':
      return `await write(process.stdout, /Cpus_allowed_list:\\s*(.*\\n)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);`;
    case 'wait':
      return `await delay(${step.ms});`;
    case 'burn':
      return `burn(${step.cpu_ms * 1000});`;
    case 'allocate':
      return `held.push(Buffer.alloc(${step.bytes}, 1));`;
    case 'ignore-sigterm':
      return `process.on('SIGTERM', () => {});`;
    case 'start-child':
      return `spawn(process.execPath, ${text(nodeArguments(step.script))}, { detached: true, stdio: 'inherit' }).unref();`;
    case 'listen':
      return `await listen(async () => { ${statements(step.each_request)} }, ${text(step.answer)});`;
    case 'get':
      return `await write(process.stdout, await (await fetch(${text(step.url)})).text() + '\\n');`;
    case 'exit':
      return `process.exit(${step.code});`;
    case 'die':
      return `process.kill(process.pid, ${text(step.signal)}); await runForEver();`;
    case 'run-for-ever':
      return `await runForEver();`;
  }
}
