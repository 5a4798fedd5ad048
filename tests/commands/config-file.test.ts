import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readConfigFile } from '../../src/commands/config-file.ts';
import type { ConfigFile } from '../../src/commands/config-file.ts';
import { UserError } from '../../src/host/user-error.ts';
import { faultOf } from '../helpers/fault.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';

function read(text: string): ConfigFile {
  const folder = tempFolder();
  writeInto(folder, 'pairbench.yaml', text);
  return readConfigFile(null, folder);
}

describe('the file of options', () => {
  test('has the long names as keys', () => {
    const text = 'connections: 32\nservers: [go-gin, "rust-*"]\nkeep-alive: false\nrate: 0.5\n';
    expect(read(text)).toEqual({
      name: 'pairbench.yaml',
      values: {
        connections: 32,
        servers: ['go-gin', 'rust-*'],
        'keep-alive': false,
        rate: 0.5,
      },
    });
  });

  test('need not be there, and may be empty', () => {
    expect(readConfigFile(null, tempFolder()).values).toEqual({});
    expect(read('').values).toEqual({});
    expect(read('# nothing yet\n').values).toEqual({});
  });

  test('may be another one', () => {
    const folder = tempFolder();
    const file = writeInto(folder, 'other/fast.yaml', 'rounds: 1');
    expect(readConfigFile('other/fast.yaml', folder)).toEqual({
      name: 'other/fast.yaml',
      values: { rounds: 1 },
    });
    expect(readConfigFile(file, '/').values).toEqual({ rounds: 1 });
  });

  test('must be there when it is named', async () => {
    const { message } = await faultOf(() => readConfigFile('none.yaml', tempFolder()));
    expect(message).toMatch(/^none\.yaml: cannot be read: .*ENOENT/);
  });

  test('must be a file', async () => {
    const folder = tempFolder();
    const name = path.basename(folder);
    const { message } = await faultOf(() => readConfigFile(name, path.dirname(folder)));
    expect(message).toMatch(/cannot be read: it is not a file$/);
  });
});

describe('a fault in it is told with line and column', () => {
  const kinds = 'must be a text, a number, true, false, or a list of texts';
  test.each([
    ['rounds: 1\nconection: 5\n', 'pairbench.yaml:2:1: unknown key "conection"'],
    ['rounds: 1\n  extra: 2\n', /^pairbench\.yaml:\d+:\d+: not valid YAML: /],
    ['servers: {a: b}\n', `pairbench.yaml:1:10: "servers": ${kinds}`],
    ['servers: [[a]]\n', `pairbench.yaml:1:10: "servers": ${kinds}`],
    ['rounds:\n', `pairbench.yaml:1:8: "rounds": ${kinds}`],
    ['- rounds\n', /^pairbench\.yaml:1:1: the file: /],
    ['config: other.yaml\n', 'pairbench.yaml:1:1: unknown key "config"'],
    ['Rounds: 1\n', 'pairbench.yaml:1:1: unknown key "Rounds"'],
  ])('%j', async (text, expected) => {
    const { message, exitCode } = await faultOf(() => read(text));
    if (typeof expected === 'string') expect(message).toBe(expected);
    else expect(message).toMatch(expected);
    expect(exitCode).toBe(2);
  });
});

test('any text is options or a fault', () => {
  const folder = tempFolder();
  const parts = fc.constantFrom(
    'rounds',
    'servers',
    ': ',
    '\n',
    '[',
    ']',
    '- ',
    '1',
    'a',
    '"',
    '&x',
    '*x',
  );
  const texts = fc.oneof(
    fc.string(),
    fc.array(parts, { maxLength: 20 }).map((list) => list.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      writeInto(folder, 'pairbench.yaml', text);
      try {
        readConfigFile(null, folder);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
        expect(String(error)).toMatch(/pairbench\.yaml:[1-9]\d*:[1-9]\d*: .+$/);
      }
    }),
  );
});
