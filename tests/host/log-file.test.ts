import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { lastLines, openLogFile } from '../../src/host/log-file.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';

function linesOf(text: string, count: number): string[] {
  return lastLines(writeInto(tempFolder(), 'x.log', text), count);
}

describe('the last lines of a log', () => {
  test('are the newest, at most so many', () => {
    expect(linesOf('one\ntwo\nthree\n', 2)).toEqual(['two', 'three']);
    expect(linesOf('one\ntwo', 5)).toEqual(['one', 'two']);
  });

  test('of an empty log or none are no lines', () => {
    expect(linesOf('', 3)).toEqual([]);
    expect(linesOf('\n\n', 3)).toEqual([]);
    expect(lastLines(path.join(tempFolder(), 'none.log'), 3)).toEqual([]);
  });

  test('are read from the end of a long log', () => {
    const long = Array.from({ length: 20_000 }, (_, index) => `line ${index}`).join('\n');
    expect(linesOf(long, 2)).toEqual(['line 19998', 'line 19999']);
  });

  test('hold no escape codes and no carriage returns, as programs write them for a terminal', () => {
    expect(linesOf('\u001B[31mred\u001B[0m\r\n 10 %\r100 %\n\u0007bell', 9)).toEqual([
      'red',
      ' 10 %',
      '100 %',
      'bell',
    ]);
  });
});

test('a log is begun anew by the next child', async () => {
  const file = path.join(tempFolder(), 'child.log');
  for (const word of ['first', 'second']) {
    const log = await openLogFile(file);
    const child = spawn('echo', [word], { stdio: ['ignore', log, log] });
    log.destroy();
    await once(child, 'close');
  }
  expect(lastLines(file, 9)).toEqual(['second']);
});
