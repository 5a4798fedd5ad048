import { describe, expect, test } from '@jest/globals';
import {
  OWNER_CONTAINER_LABEL,
  OWNER_LABEL,
  ownContainer,
  ownerState,
  ownLabels,
  ownMark,
  RUN_LABEL,
} from '../../../src/host/docker/labels.ts';
import { startChild } from '../../helpers/children.ts';
import { until } from '../../helpers/until.ts';

const [BOOT = '', NAMESPACE = '', OWNER = ''] = ownMark().split('/');
/** This pid never started at the first tick. */
const DEAD = `${process.pid}.1`;
const OTHER_BOOT = '00000000-0000-4000-8000-000000000000';

describe('the owner of a mark', () => {
  test('runs when it is this process', () => {
    expect(ownerState(ownMark(), true)).toBe('runs');
    expect(ownerState(ownMark(), false)).toBe('runs');
  });

  test('runs when it is another process of this machine, until that has ended', async () => {
    const child = await startChild(['sh', '-c', 'cut -d " " -f 22 /proc/$$/stat; exec sleep 60']);
    const mark = `${BOOT}/${NAMESPACE}/${child.pid}.${await child.line()}`;
    expect(ownerState(mark, true)).toBe('runs');
    process.kill(child.pid, 'SIGKILL');
    await until('it has ended', () => ownerState(mark, true) === 'gone');
  });

  test('is gone when its pid belongs to nobody, or to a process that began at another time', () => {
    const max = `${BOOT}/${NAMESPACE}/4194305.${OWNER.split('.')[1] ?? ''}`;
    expect(ownerState(max, true)).toBe('gone');
    expect(ownerState(`${BOOT}/${NAMESPACE}/${DEAD}`, true)).toBe('gone');
    expect(ownerState(`${BOOT}/${NAMESPACE}/${DEAD}`, false)).toBe('gone');
  });

  test('is gone since the machine of a local engine was started anew', () => {
    expect(ownerState(`${OTHER_BOOT}/${NAMESPACE}/${OWNER}`, true)).toBe('gone');
    expect(ownerState(`${OTHER_BOOT}/${NAMESPACE}/${DEAD}`, true)).toBe('gone');
  });

  test('may be on another machine that uses the same remote engine', () => {
    expect(ownerState(`${OTHER_BOOT}/${NAMESPACE}/${DEAD}`, false)).toBe('unknown');
  });

  test('is not known when its pid is one of another namespace', () => {
    expect(ownerState(`${BOOT}/${Number(NAMESPACE) + 1}/${DEAD}`, true)).toBe('unknown');
    expect(ownerState(`${BOOT}/${Number(NAMESPACE) + 1}/${OWNER}`, true)).toBe('unknown');
  });

  test.each([
    '',
    'me',
    '/',
    '//',
    'me/you/them',
    `${OTHER_BOOT}/${NAMESPACE}`,
    `x${OTHER_BOOT}/1/1.1`,
  ])('is not known of %j, which is no mark', (mark) => {
    expect(ownerState(mark, true)).toBe('unknown');
  });
});

describe('the container that this process runs in', () => {
  const ID = '3f2a'.repeat(16);
  const line = (source: string, target: string): string =>
    `2195 2190 8:1 ${source} ${target} rw,relatime - ext4 /dev/sda1 rw,discard`;

  test('is known by the file that the engine mounts as its /etc/hostname', () => {
    const mountinfo = [
      '2190 2100 0:360 / / rw,relatime - overlay overlay rw,lowerdir=/x',
      line(`/var/lib/docker/containers/${ID}/resolv.conf`, '/etc/resolv.conf'),
      line(`/var/lib/docker/containers/${ID}/hostname`, '/etc/hostname'),
      line(`/var/lib/docker/containers/${ID}/hosts`, '/etc/hosts'),
    ].join('\n');
    expect(ownContainer(mountinfo)).toBe(ID);
  });

  test.each([
    ['nothing', ''],
    ['a folder of all containers', line('/var/lib/docker/containers', '/mnt')],
    ['a file of the same name elsewhere', line(`/srv/${ID}/hostname`, '/etc/hostname')],
    ['an id that is too short', line('/var/lib/docker/containers/3f2a/hostname', '/etc/hostname')],
  ])('is none with %s', (_, mountinfo) => {
    expect(ownContainer(mountinfo)).toBeNull();
  });
});

test('what this process makes carries its mark and the run, and its container if it has one', () => {
  const container = ownContainer();
  expect(ownLabels('run-1')).toEqual({
    [OWNER_LABEL]: ownMark(),
    [RUN_LABEL]: 'run-1',
    ...(container === null ? {} : { [OWNER_CONTAINER_LABEL]: container }),
  });
});
