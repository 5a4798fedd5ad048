/** Shell scripts that stand in for programs on PATH, until the test is over. */
import { chmodSync } from 'node:fs';
import path from 'node:path';
import { afterEach } from '@jest/globals';
import { tempFolder, writeInto } from './temp-folder.ts';

const realPath = process.env.PATH;

afterEach(() => {
  process.env.PATH = realPath;
});

/** Puts a script in front of all other programs; gives the folder that it lies in. */
export function fakeTool(name: string, script: string): string {
  const folder = tempFolder();
  chmodSync(writeInto(folder, name, `#!/bin/sh\n${script}\n`), 0o755);
  process.env.PATH = `${folder}${path.delimiter}${process.env.PATH ?? ''}`;
  return folder;
}
