import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ownOwner } from '../../../src/host/owner.ts';
import {
  discard,
  keepOnly,
  listSaved,
  removeUnfinished,
  saveSettings,
  takeOver,
} from '../../../src/host/tuning/saved.ts';
import { faultOf } from '../../helpers/fault.ts';
import { tempFolder, writeInto } from '../../helpers/temp-folder.ts';

const BACKLOG = { key: 'net.core.somaxconn', original: '128', tuned: '65535' };
const PORTS = { key: 'net.ipv4.ip_local_port_range', original: '2 3', tuned: '1 4' };
const DEAD = `${process.pid}.1`; // this pid never started at the first tick

/** As a run leaves it that has died, with some words of its text replaced. */
function leave(cache: string, changes: Readonly<Record<string, string>> = {}): string {
  const other = tempFolder();
  let text = readFileSync(saveSettings(other, [BACKLOG]).file, 'utf8');
  for (const [word, value] of Object.entries(changes))
    text = text.replace(new RegExp(`("${word}": )".*"`), `$1"${value}"`);
  return writeInto(cache, `sysctl/${DEAD}-0a1b2c3d.json`, text);
}

describe('saved settings', () => {
  test('are found again, with their owner', () => {
    const cache = path.join(tempFolder(), 'not', 'yet', 'there');
    const saved = saveSettings(cache, [BACKLOG, PORTS]);
    expect(saved).toMatchObject({ owner: ownOwner(), scope: 'here' });
    expect(listSaved(cache)).toEqual([saved]);
    expect(saved.settings).toEqual([BACKLOG, PORTS]);
  });

  test('leave nothing else in the folder', () => {
    const cache = tempFolder();
    const { file } = saveSettings(cache, [BACKLOG]);
    expect(readdirSync(path.dirname(file))).toEqual([path.basename(file)]);
  });

  test('lie in a file for each run', () => {
    const cache = tempFolder();
    saveSettings(cache, [BACKLOG]);
    saveSettings(cache, [PORTS]);
    expect(listSaved(cache)).toHaveLength(2);
  });

  test('shrink to those that are still wanted', () => {
    const cache = tempFolder();
    const saved = saveSettings(cache, [BACKLOG, PORTS]);
    keepOnly(saved, [PORTS]);
    expect(listSaved(cache)).toEqual([{ ...saved, settings: [PORTS] }]);
  });

  test('are gone once discarded, and may be discarded twice', () => {
    const cache = tempFolder();
    const saved = saveSettings(cache, [BACKLOG]);
    discard(saved);
    discard(saved);
    expect(listSaved(cache)).toEqual([]);
  });

  test('are none where no folder is, or a file in its place', () => {
    const folder = tempFolder();
    expect(listSaved(path.join(folder, 'none'))).toEqual([]);
    expect(listSaved(writeInto(folder, 'file', ''))).toEqual([]);
  });

  test('that cannot be written are refused in one sentence', async () => {
    const cache = writeInto(tempFolder(), 'file', '');
    const fault = await faultOf(() => saveSettings(cache, [BACKLOG]));
    expect(fault.message).toMatch(/^--cache-dir: .*\/file\/sysctl\/.* cannot be written: /);
  });
});

describe('settings that a dead run has left', () => {
  test('belong to whoever renames their file first', () => {
    const cache = tempFolder();
    leave(cache);
    const [seen, alsoSeen] = [listSaved(cache)[0], listSaved(cache)[0]];
    if (seen === undefined || alsoSeen === undefined) throw new Error('nothing is listed');
    expect(seen.owner).toBe(DEAD);
    expect(takeOver(seen)).toMatchObject({ owner: ownOwner(), settings: [BACKLOG] });
    expect(takeOver(alsoSeen)).toBeNull();
    expect(existsSync(seen.file)).toBe(false);
  });

  test.each([
    ['here', {}],
    ['other-boot', { boot_id: 'another' }],
    ['other-boot', { boot_id: 'another', network_namespace: 'net:[1]' }],
    ['other-namespace', { network_namespace: 'net:[1]' }],
  ])('are of %s when the file says %j', (scope, changes) => {
    const cache = tempFolder();
    leave(cache, changes);
    expect(listSaved(cache)).toMatchObject([{ scope }]);
  });

  test.each(['', '{"schema":', '{"schema":"pairbench.saved-sysctl/2"}'])(
    'in a damaged file %j are refused, and the file stays',
    async (text) => {
      const cache = tempFolder();
      const file = writeInto(cache, `sysctl/${DEAD}-00.json`, text);
      const fault = await faultOf(() => listSaved(cache));
      expect(fault.message).toContain(`${file}: is damaged`);
      expect(fault.exitCode).toBe(1);
      expect(readFileSync(file, 'utf8')).toBe(text);
    },
  );

  test('half written are removed, those of the living and strange files are not', () => {
    const cache = tempFolder();
    const names = [`${DEAD}-00.json.new`, `${ownOwner()}-00.json.new`, 'note.txt'];
    for (const name of names) writeInto(cache, `sysctl/${name}`, '{');
    expect(listSaved(cache)).toEqual([]);
    removeUnfinished(cache);
    expect(readdirSync(path.join(cache, 'sysctl')).sort()).toEqual(names.slice(1).sort());
  });
});
