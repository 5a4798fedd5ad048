import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { OutputSinks } from '../../../src/host/docker/frames.ts';
import { clientOutput, serverOutput } from '../../../src/runtime/docker/service-output.ts';
import type { ServerOutput, ServiceOutput } from '../../../src/runtime/docker/service-output.ts';
import { tempFolder, writeInto } from '../../helpers/temp-folder.ts';

let log_base: string;

beforeEach(() => {
  log_base = path.join(tempFolder(), 'service');
});

const written = (ending: string): string => readFileSync(log_base + ending, 'utf8');

function say(sinks: OutputSinks, stream: keyof OutputSinks, ...texts: string[]): void {
  for (const text of texts) sinks[stream](Buffer.from(text));
}

/** Null: there is none yet. */
function firstLine({ first_line }: ServerOutput): Promise<string | null> {
  return Promise.race([first_line, new Promise<null>((later) => setImmediate(later, null))]);
}

describe('the output of a server', () => {
  test('has a first line once that is whole', async () => {
    const output = serverOutput(log_base, 'framed');
    say(output.sinks, 'stderr', 'noise before it\n');
    say(output.sinks, 'stdout', '{"event":', '"listening"}');
    expect(await firstLine(output)).toBeNull();
    say(output.sinks, 'stdout', '\nsecond\nthird\n');
    expect(await firstLine(output)).toBe('{"event":"listening"}');
    output.close();
  });

  test('has one first line, whatever comes with it', async () => {
    const output = serverOutput(log_base, 'framed');
    say(output.sinks, 'stdout', 'one\ntwo\nthr', 'ee\n');
    expect(await firstLine(output)).toBe('one');
    output.close();
  });

  test('is kept whole in two logs, which are begun anew', () => {
    writeInto(path.dirname(log_base), 'service.out.log', 'of an earlier launch');
    writeInto(path.dirname(log_base), 'service.err.log', 'of an earlier launch');
    const output = serverOutput(log_base, 'framed');
    say(output.sinks, 'stdout', 'first\n', 'more', ' and more\n');
    say(output.sinks, 'stderr', 'a warning\n');
    // At once, not when it is closed: it may be shown while the server runs.
    expect([written('.out.log'), written('.err.log')]).toEqual([
      'first\nmore and more\n',
      'a warning\n',
    ]);
    expect(output.log.tail()).toEqual(['a warning']);
    output.close();
  });

  test('may come after it was closed, and is dropped then', () => {
    const output = serverOutput(log_base, 'framed');
    output.close();
    output.close();
    say(output.sinks, 'stdout', 'late\n');
    say(output.sinks, 'stderr', 'late\n');
    expect([written('.out.log'), written('.err.log')]).toEqual(['', '']);
  });
});

describe('the output of a server with a terminal', () => {
  test('has a first line whatever was said on stderr before', async () => {
    const output = serverOutput(log_base, 'terminal');
    say(output.sinks, 'stdout', 'WARNING: slow\r\n{"event":"listening"}\r\n');
    expect(await firstLine(output)).toBe('{"event":"listening"}');
    output.close();
  });

  test('is shown in its log, as stderr cannot be told apart', () => {
    const output = serverOutput(log_base, 'terminal');
    say(output.sinks, 'stdout', '{"event":"listening"}\r\n', 'Traceback:\r\n', '  no memory');
    output.finish();
    expect(output.log.tail()).toEqual(['Traceback:', '  no memory']);
    expect(written('.out.log')).toBe('{"event":"listening"}\r\nTraceback:\r\n  no memory');
    output.close();
  });
});

describe('the output of a client', () => {
  let lines: string[];

  beforeEach(() => {
    lines = [];
  });

  const client = (form: 'framed' | 'terminal'): ServiceOutput =>
    clientOutput(log_base, (line) => lines.push(line), form);

  test('gives every line of stdout, the last one without its end when the stream ends', () => {
    const output = client('framed');
    say(output.sinks, 'stdout', '{"a":1}\n\nno event\n{"b"', ':2}');
    expect(lines).toEqual(['{"a":1}', '', 'no event']);
    output.finish();
    expect(lines).toEqual(['{"a":1}', '', 'no event', '{"b":2}']);
    output.close();
  });

  test('keeps stderr away from the lines, even in the middle of one', () => {
    const output = client('framed');
    say(output.sinks, 'stdout', '{"a"');
    say(output.sinks, 'stderr', '{"not":"an event"}\n');
    say(output.sinks, 'stdout', ':1}\n');
    expect(lines).toEqual(['{"a":1}']);
    expect(written('.err.log')).toBe('{"not":"an event"}\n');
    output.close();
  });

  test('with a terminal: gives what may be an event, the rest is for the log', () => {
    const output = client('terminal');
    const event = `{"padding":"${'é'.repeat(20_000)}"}`;
    say(
      output.sinks,
      'stdout',
      'warming up\r\n',
      `${event}\r\n`,
      '\r\n',
      'done: 3 ä\r\n',
      '{"z":1}',
    );
    output.finish();
    expect(lines).toEqual([event, '{"z":1}']);
    expect(written('.err.log')).toBe('warming up\n\ndone: 3 ä\n');
    expect(output.log.tail()).toEqual(['warming up', 'done: 3 ä']);
    output.close();
  });
});
