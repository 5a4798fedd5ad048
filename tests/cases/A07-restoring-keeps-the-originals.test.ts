/** In a network namespace of its own, and with mounts of its own: the machine itself is never tuned. */
import { describe, expect } from '@jest/globals';
import { testInNamespace } from '../helpers/network-namespace.ts';
import { makeKernelReadOnly, WITH_READ_ONLY_KERNEL } from '../helpers/read-only-kernel.ts';
import { writeInto } from '../helpers/temp-folder.ts';
import { until } from '../helpers/until.ts';
import {
  LIMIT_MS,
  CONF,
  PAIR,
  LENGTHS,
  SHORT,
  BACKLOG,
  PORTS,
  ORIGINAL,
  TUNED,
  MEASURING,
  KERNEL_KEPT,
  values,
  savedFiles,
  work,
  start,
} from '../live/tuning-rig.ts';

describe('a kernel that cannot be put back', () => {
  testInNamespace(
    'keeps the saved file, fails the run, and is put back by the next one before it tunes',
    async () => {
      const wanted = writeInto(
        work,
        'wanted.conf',
        `net.ipv4.no_such_key = 1\n${BACKLOG} = 65535\n${PORTS} = 1024 65535\n`,
      );
      // A mount namespace of its own, where the conf file is another one.
      const elsewhere = [
        'unshare',
        '--mount',
        'sh',
        '-c',
        'mount --bind "$0" "$1" && shift && exec "$@"',
      ];
      const before = [...elsewhere, wanted, CONF];
      const { tool, hasSaid } = start(
        [...PAIR, ...LENGTHS, '-c', '4', '-d', '5s', '--tune'],
        before,
      );
      await until('it measures', () => hasSaid(MEASURING));
      makeKernelReadOnly(tool.pid);
      const first = await tool;
      expect(first.exitCode).toBe(1);
      expect(first.stderr.match(/no_such_key/g)).toHaveLength(1);
      expect(first.stderr).toContain(
        'net.ipv4.no_such_key: not set, this kernel has no such key (ENOENT)\n',
      );
      expect(first.stderr).toContain(
        `pairbench: ${KERNEL_KEPT}: ${BACKLOG}: /proc/sys is read-only here (EROFS); `,
      );
      expect(first.stderr).toContain(`sysctl -w ${BACKLOG}="4000"`);
      expect(first.stdout).toContain('1 planned, 1 valid');
      expect(values()).toEqual(TUNED);
      expect(savedFiles()).toHaveLength(1);

      const refused = await start([...SHORT, '--tune'], WITH_READ_ONLY_KERNEL).tool;
      expect(refused.exitCode).toBe(1);
      expect(refused.stderr).toContain(KERNEL_KEPT);
      expect(refused.stderr).toContain('--tune: nothing is set before the settings of the earlier');
      expect(values()).toEqual(TUNED);
      expect(savedFiles()).toHaveLength(1);

      const second = await start([...SHORT, '--tune']).tool;
      expect(second.exitCode).toBe(0);
      expect(second.stderr).toContain(`restore  ${BACKLOG}: 4000 again, left tuned by`);
      expect(second.stderr).toContain(`tune     ${BACKLOG}: 4000 -> 65535\n`);
      expect(values()).toEqual(ORIGINAL);
      expect(savedFiles()).toEqual([]);
    },
    LIMIT_MS,
  );
});
