import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect } from '@jest/globals';
import { z } from 'zod';
import { ownOwner } from '../../../src/host/owner.ts';
import { kernelRestoredSchema } from '../../../src/host/tuning/facts.ts';
import { networkNamespace, testInNamespace } from '../../helpers/network-namespace.ts';
import type { NetworkNamespace } from '../../helpers/network-namespace.ts';
import { WITH_READ_ONLY_KERNEL } from '../../helpers/read-only-kernel.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const BACKLOG = 'net.core.somaxconn';
const SYN = 'net.ipv4.tcp_max_syn_backlog';
const PORTS = 'net.ipv4.ip_local_port_range';
const ORIGINAL = { [BACKLOG]: '4000', [SYN]: '2000', [PORTS]: '2000 3001' };
const TUNED = { [BACKLOG]: '65535', [SYN]: '65535', [PORTS]: '1024 65535' };

const leftoversSchema = z.strictObject({
  facts: z.array(kernelRestoredSchema),
  notes: z.array(z.string()),
  tuned_by: z.string().nullable(),
});

let inside: NetworkNamespace;
let cache: string;

const values = () =>
  Object.fromEntries(Object.keys(ORIGINAL).map((key) => [key, inside.read(key)]));

const savedFiles = (): string[] =>
  readdirSync(path.join(cache, 'sysctl')).map((name) => path.join(cache, 'sysctl', name));

function savedFile(): string {
  const [file, ...more] = savedFiles();
  if (file === undefined || more.length > 0) throw new Error('there is not one saved file');
  return file;
}

/** Tunes in a process that ends without putting anything back, as after a kill -9. */
function tuneAndDie(): void {
  const wanted = Object.entries(TUNED).map(([key, value]) => ({
    key,
    numbers: value.split(' ').map(Number),
  }));
  inside.call('host/tuning/tune.js', 'tuneKernel', [wanted, cache]);
}

/** The next start, in a process of its own. */
const restore = (before: readonly string[] = []) =>
  leftoversSchema.parse(
    inside.call('host/tuning/leftovers.js', 'restoreLeftovers', [cache], before),
  );

/** Replaces a word in the only saved file. */
function editSaved(word: RegExp, value: string): void {
  writeFileSync(savedFile(), readFileSync(savedFile(), 'utf8').replace(word, value));
}

beforeEach(async () => {
  cache = tempFolder();
  inside = await networkNamespace();
  for (const [key, value] of Object.entries(ORIGINAL)) inside.write(key, value);
});

describe('what a dead run has left tuned', () => {
  testInNamespace('is put back once', () => {
    tuneAndDie();
    expect(values()).toEqual(TUNED);
    expect(restore()).toEqual({
      facts: [
        {
          type: 'kernel-restored',
          tuned_by: 'earlier-run',
          restored: Object.entries(ORIGINAL).map(([key, value]) => ({ key, value })),
          left: [],
          failed: [],
          saved_file: null,
        },
      ],
      notes: [],
      tuned_by: null,
    });
    expect(values()).toEqual(ORIGINAL);
    expect(savedFiles()).toEqual([]);
    expect(restore()).toEqual({ facts: [], notes: [], tuned_by: null });
  });

  testInNamespace('stays as it is where somebody has changed it since', () => {
    tuneAndDie();
    inside.write(BACKLOG, '70000');
    const { facts } = restore();
    expect(facts).toMatchObject([{ left: [{ key: BACKLOG, value: '70000' }], failed: [] }]);
    expect(values()).toEqual({ ...ORIGINAL, [BACKLOG]: '70000' });
    expect(savedFiles()).toEqual([]);
  });

  testInNamespace('is not spoken of where it is as it was', () => {
    tuneAndDie();
    inside.write(BACKLOG, ORIGINAL[BACKLOG]);
    expect(restore().facts[0]).toMatchObject({
      left: [],
      restored: [{ key: SYN }, { key: PORTS }],
    });
  });

  testInNamespace('is put back for each of several runs', () => {
    tuneAndDie();
    const first = savedFile();
    // The second began with the first one's backlog raised, and found the rest low.
    inside.write(SYN, '2000');
    tuneAndDie();
    expect(savedFiles()).toHaveLength(2);
    expect(existsSync(first)).toBe(true);
    expect(restore().facts).toHaveLength(2);
    expect(values()).toEqual(ORIGINAL);
    expect(savedFiles()).toEqual([]);
  });

  testInNamespace('is kept when it cannot be put back, and put back by the start after', () => {
    tuneAndDie();
    const failed = restore(WITH_READ_ONLY_KERNEL);
    const reason = '/proc/sys is read-only here (EROFS)';
    expect(failed.facts[0]).toMatchObject({
      restored: [],
      failed: Object.entries(ORIGINAL).map(([key, original]) => ({ key, original, reason })),
      saved_file: savedFile(),
    });
    expect(values()).toEqual(TUNED);
    expect(restore().facts[0]).toMatchObject({ failed: [], saved_file: null });
    expect(values()).toEqual(ORIGINAL);
  });

  testInNamespace('is kept for the one key that fails', () => {
    tuneAndDie();
    editSaved(new RegExp(BACKLOG), 'net.ipv4.gone');
    expect(restore().facts[0]).toMatchObject({
      restored: [{ key: SYN }, { key: PORTS }],
      failed: [{ key: 'net.ipv4.gone', reason: 'this kernel has no such key (ENOENT)' }],
    });
    expect(JSON.parse(readFileSync(savedFile(), 'utf8'))).toMatchObject({
      settings: [{ key: 'net.ipv4.gone', original: ORIGINAL[BACKLOG] }],
    });
  });

  testInNamespace('is reported by a user who may neither change nor rename anything', () => {
    tuneAndDie();
    chmodSync(cache, 0o755);
    const { facts } = restore(['setpriv', '--reuid', '65534', '--clear-groups']);
    expect(facts[0]?.failed).toHaveLength(3);
    expect(facts[0]?.saved_file).toBe(savedFile());
    expect(values()).toEqual(TUNED);
    expect(restore().facts[0]?.restored).toHaveLength(3);
  });
});

describe('what is not left by a dead run', () => {
  testInNamespace('is not touched: its owner lives', () => {
    tuneAndDie();
    const file = savedFile();
    const owned = file.replace(/\d+\.\d+(?=-)/, ownOwner());
    renameSync(file, owned);
    expect(restore()).toEqual({ facts: [], notes: [], tuned_by: ownOwner() });
    expect(values()).toEqual(TUNED);
    expect(savedFiles()).toEqual([owned]);
  });

  testInNamespace('is left even when a pid of it is used again', () => {
    tuneAndDie();
    const file = savedFile();
    renameSync(file, file.replace(/\d+\.\d+(?=-)/, `${process.pid}.1`));
    expect(restore().facts).toHaveLength(1);
    expect(values()).toEqual(ORIGINAL);
  });

  testInNamespace('is thrown away after a restart of the machine', () => {
    tuneAndDie();
    const file = savedFile();
    editSaved(/("boot_id": )".*"/, '$1"another"');
    expect(restore()).toEqual({
      facts: [],
      notes: [`${file} is thrown away: the restart of the machine has reset what it holds`],
      tuned_by: null,
    });
    expect(values()).toEqual(TUNED);
    expect(savedFiles()).toEqual([]);
  });

  testInNamespace('stays saved when it belongs to another network namespace', async () => {
    tuneAndDie();
    const first = inside;
    inside = await networkNamespace();
    expect(restore()).toEqual({ facts: [], notes: [], tuned_by: null });
    expect(savedFiles()).toHaveLength(1);
    inside = first;
    expect(restore().facts[0]?.restored).toHaveLength(3);
    expect(values()).toEqual(ORIGINAL);
  });
});
