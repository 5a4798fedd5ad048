import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect } from '@jest/globals';
import { z } from 'zod';
import { kernelTunedSchema } from '../../../src/host/tuning/facts.ts';
import type { WantedSetting } from '../../../src/host/tuning/conf.ts';
import type { SavedSetting } from '../../../src/host/tuning/saved.ts';
import { networkNamespace, testInNamespace } from '../../helpers/network-namespace.ts';
import type { NetworkNamespace } from '../../helpers/network-namespace.ts';
import { tempFolder, writeInto } from '../../helpers/temp-folder.ts';

const BACKLOG = 'net.core.somaxconn';
const SYN = 'net.ipv4.tcp_max_syn_backlog';
const PORTS = 'net.ipv4.ip_local_port_range';
const REUSE = 'net.ipv4.tcp_tw_reuse';
const NO_KEY = 'net.ipv4.no_such_key';

const tunedSchema = z.object({
  fact: kernelTunedSchema,
  saved: z.object({ file: z.string(), settings: z.array(z.custom<SavedSetting>()) }).nullable(),
});

/** A user's own process, without a right to change the kernel. */
const AS_NOBODY = ['setpriv', '--reuid', '65534', '--clear-groups'];

let inside: NetworkNamespace;
let cache: string;

beforeEach(async () => {
  cache = tempFolder();
  inside = await networkNamespace();
});

function tune(
  wanted: Readonly<Record<string, readonly number[]>>,
  folder = cache,
): z.infer<typeof tunedSchema> {
  const settings: WantedSetting[] = Object.entries(wanted).map(([key, numbers]) => ({
    key,
    numbers,
  }));
  return tunedSchema.parse(inside.call('host/tuning/tune.js', 'tuneKernel', [settings, folder]));
}

describe('tuning', () => {
  testInNamespace('sets what is lower, widens the port range, and has saved it all', () => {
    inside.write(BACKLOG, '4096');
    inside.write(PORTS, '2000 3001');
    inside.write(REUSE, '0');
    const { fact, saved } = tune({ [BACKLOG]: [65535], [PORTS]: [2500, 65535], [REUSE]: [1] });
    expect(fact).toEqual({
      type: 'kernel-tuned',
      set: [
        { key: BACKLOG, before: '4096', after: '65535' },
        { key: PORTS, before: '2000 3001', after: '2000 65535' },
        { key: REUSE, before: '0', after: '1' },
      ],
      kept: [],
      refused: [],
    });
    expect([BACKLOG, PORTS, REUSE].map(inside.read)).toEqual(['65535', '2000 65535', '1']);
    expect(saved?.settings).toEqual([
      { key: BACKLOG, original: '4096', tuned: '65535' },
      { key: PORTS, original: '2000 3001', tuned: '2000 65535' },
      { key: REUSE, original: '0', tuned: '1' },
    ]);
    expect(existsSync(saved?.file ?? '')).toBe(true);
  });

  testInNamespace('never lowers what the user has set', () => {
    inside.write(BACKLOG, '100000');
    inside.write(PORTS, '1024 65535');
    inside.write(REUSE, '2');
    const { fact, saved } = tune({ [BACKLOG]: [65535], [PORTS]: [2000, 60000], [REUSE]: [1] });
    expect(fact.set).toEqual([]);
    expect(fact.kept).toEqual([
      { key: BACKLOG, value: '100000' },
      { key: PORTS, value: '1024 65535' },
      { key: REUSE, value: '2' },
    ]);
    expect(saved).toBeNull();
    expect(readdirSync(cache)).toEqual([]);
    expect([BACKLOG, PORTS, REUSE].map(inside.read)).toEqual(['100000', '1024 65535', '2']);
  });

  testInNamespace('goes on after a key that is unknown or refused', () => {
    inside.write(SYN, '2048');
    // 99999999999 does not fit; the kernel keeps times in ticks, and makes 60004 of 60001.
    const ticks = 'net.ipv4.neigh.lo.base_reachable_time_ms';
    const before = inside.read(ticks);
    const { fact } = tune({
      [NO_KEY]: [1],
      'net.ipv4': [1],
      [BACKLOG]: [99_999_999_999],
      [ticks]: [60_001],
      [PORTS]: [1],
      [SYN]: [65535],
    });
    expect(fact.set).toEqual([{ key: SYN, before: '2048', after: '65535' }]);
    expect(fact.refused).toEqual([
      { key: NO_KEY, reason: 'this kernel has no such key (ENOENT)' },
      { key: 'net.ipv4', reason: 'this kernel has no such key (EISDIR)' },
      { key: PORTS, reason: expect.stringMatching(/^"\d+ \d+" cannot be compared$/) },
      { key: BACKLOG, reason: 'EINVAL: invalid argument, write' },
      { key: ticks, reason: expect.stringMatching(/^the kernel made \d+ of 60001$/) },
    ]);
    expect(inside.read(ticks)).toBe(before);
  });

  testInNamespace('that is refused whole leaves no file', () => {
    const { fact, saved } = tune({ [BACKLOG]: [99_999_999_999] });
    expect(fact.refused).toHaveLength(1);
    expect(saved).toBeNull();
    expect(readdirSync(path.join(cache, 'sysctl'))).toEqual([]);
  });

  testInNamespace('touches nothing when the originals cannot be saved', () => {
    inside.write(BACKLOG, '4096');
    const file = writeInto(cache, 'file', '');
    expect(() => tune({ [BACKLOG]: [65535] }, file)).toThrow('cannot be written');
    expect(inside.read(BACKLOG)).toBe('4096');
  });

  testInNamespace('with another cache finds nothing to do, and saves no tuned value', () => {
    const wanted = { [BACKLOG]: [65535], [PORTS]: [1024, 65535] };
    expect(tune(wanted).fact.set).toHaveLength(2);
    const other = tempFolder();
    expect(tune(wanted, other)).toMatchObject({ fact: { set: [] }, saved: null });
    expect(readdirSync(other)).toEqual([]);
  });
});

describe('who may not change the kernel', () => {
  testInNamespace('is told so for each key', () => {
    const reason = inside.call(
      'host/tuning/kernel-setting.js',
      'writeSetting',
      [BACKLOG, '100000'],
      AS_NOBODY,
    );
    expect(reason).toBe('only root may change it (EACCES)');
  });

  testInNamespace('is promised no wider port range', () => {
    inside.write(PORTS, '2000 3001');
    const args = [PORTS, [{ key: PORTS, numbers: [1024, 65535] }]];
    const call = (before: readonly string[]): unknown =>
      inside.call('host/tuning/tune.js', 'tunedValue', args, before);
    expect(call([])).toBe('1024 65535');
    expect(call(AS_NOBODY)).toBeNull();
    expect(inside.read(PORTS)).toBe('2000 3001');
  });
});
