import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { findTool } from '../../src/host/find-tool.ts';
import { fakeTool } from '../helpers/fake-tools.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';

describe('looking for a program', () => {
  test('finds it in the first folder of PATH that has it', () => {
    const folder = fakeTool('sleep', 'exit 0');
    expect(findTool('sleep')).toBe(path.join(folder, 'sleep'));
  });

  test('finds nothing where there is nothing', () => {
    expect(findTool('no-such-program')).toBeNull();
  });

  test('passes over files that cannot be run, and folders', () => {
    const folder = tempFolder();
    writeInto(folder, 'no-program', 'text');
    mkdirSync(path.join(folder, 'no-program-either'));
    fakeTool('other', 'exit 0');
    process.env.PATH = `${folder}${path.delimiter}${process.env.PATH ?? ''}`;
    expect(findTool('no-program')).toBeNull();
    expect(findTool('no-program-either')).toBeNull();
  });

  test('without PATH finds nothing', () => {
    fakeTool('other', 'exit 0');
    delete process.env.PATH;
    expect(findTool('sh')).toBeNull();
  });
});
