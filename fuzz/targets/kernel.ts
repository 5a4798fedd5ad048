/** Small texts of the kernel, of container engines and of other runs. */
import { decodeProgress } from '../../src/build/image/build-progress.ts';
import { parseMachineCpu } from '../../src/host/cpu-times.ts';
import { FrameSplitter } from '../../src/host/docker/frames.ts';
import { ownContainer, ownerState } from '../../src/host/docker/labels.ts';
import { parseDisks, parseMemoryAvailable, parseSockets } from '../../src/host/machine-state.ts';
import { ownerRuns } from '../../src/host/owner.ts';
import { expectFinite, expectThat } from '../target.ts';
import type { Target } from '../target.ts';
import { textsLike } from '../texts.ts';

const proc: Target = {
  name: 'proc',
  about: 'files of /proc',
  inputs: textsLike([
    'cpu  4705 150 1120 16250 520 0 17 4 0 0\ncpu0 1 2 3 4 5 6 7 8 9 0\ncpu1 1 2 3 4 5 6 7 8 9 0\nintr 1\n',
    '   8       0 sda 100 2 3000 4 500 6 7000 8 0 9 10\n   8       1 sda1 1 2 3 4 5 6 7 8\n',
    'sockets: used 290\nTCP: inuse 30 orphan 0 tw 12 alloc 40 mem 5\nTCP6: inuse 4\n',
    'MemTotal:       8000000 kB\nMemAvailable:   4000000 kB\n',
    `1 2 0:1 /var/lib/docker/containers/${'a'.repeat(64)}/hostname /etc/hostname rw\n`,
  ]),
  frames: [
    ['cpu ', ''],
    ['MemAvailable:', ' kB'],
    ['8 0 sda ', ''],
    ['/containers/', '/hostname '],
  ],
  check: (text) => {
    const disks = new Set(['sda', '__proto__']);
    expectFinite(parseMachineCpu(text, 1));
    expectFinite(parseDisks(text, disks));
    expectFinite(parseSockets(text, text));
    expectFinite(parseMemoryAvailable(text));
    expectThat(/^[0-9a-f]{64}$/.test(ownContainer(text) ?? 'a'.repeat(64)), 'no id');
  },
};

const marks: Target = {
  name: 'owner-marks',
  about: 'whose process, lock or container it is',
  inputs: textsLike(['4711.123456', '1b2c-3d/4026531836/4711.123456', '1.1', '/0/0.0']),
  frames: [
    ['1.', ''],
    ['a/1/', '.1'],
    ['', '.1'],
  ],
  check: (text) => {
    ownerRuns(text);
    ownerState(text, true);
    ownerState(text, false);
  },
};

/** Two frames, one on each stream. */
const FRAMES = '\x01\0\0\0\0\0\0\x03abc\x02\0\0\0\0\0\0\x01d';

const engine: Target = {
  name: 'engine-frames',
  about: 'output of containers and progress of builds, as engines send them',
  inputs: textsLike([FRAMES, '\x0a\x0d\x1a\x03abc\x20\x01\x3a\x00', '\x1a\x05\x22\x03abc']),
  frames: [
    [FRAMES, ''],
    ['\x0a', ''],
  ],
  check: (text) => {
    const bytes = Buffer.from(text, 'latin1');
    let taken = 0;
    const take = (chunk: Buffer): void => {
      taken += chunk.length;
    };
    const splitter = new FrameSplitter({ stdout: take, stderr: take });
    for (let at = 0; at < bytes.length; at += 11) splitter.push(bytes.subarray(at, at + 11));
    expectThat(taken <= bytes.length, 'more came out than went in');
    try {
      decodeProgress(bytes);
    } catch (error) {
      // The library has an error of its own for each kind of damage.
      expectThat(error instanceof Error && !error.message.includes('call stack'), String(error));
    }
  },
};

export const KERNEL_TARGETS: readonly Target[] = [proc, marks, engine];
