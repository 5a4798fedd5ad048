/** Files that users and authors of services write. */
import { parseConfig } from '../../src/commands/config-file.ts';
import { UserError } from '../../src/host/user-error.ts';
import { parseConf } from '../../src/host/tuning/conf.ts';
import { parseManifest } from '../../src/plan/manifest.ts';
import { checkOptions } from '../given-options.ts';
import { CONFIGS, GOOD_MANIFEST } from '../samples.ts';
import { expectFinite, expectThat, valueUnlessRefused } from '../target.ts';
import type { Target } from '../target.ts';
import { textsLike } from '../texts.ts';

const VARIANTS =
  'variants:\n  fast: {about: a, build: {env: {A: b}}, start: {command: [x]}, requires: [{tool: c}]}\n';

const manifest: Target = {
  name: 'manifest',
  about: 'service.yaml',
  inputs: textsLike([GOOD_MANIFEST, GOOD_MANIFEST + VARIANTS]),
  frames: [
    [GOOD_MANIFEST, ''],
    ['title: ', ''],
    ['title: "', '"'],
    ['tags: [', ']'],
  ],
  check: (text) => {
    const read = valueUnlessRefused(UserError, () => parseManifest(text, 'service.yaml', 'client'));
    if (read === undefined) return;
    const { build, start, versions, requires } = read;
    for (const words of [build.command, start.command, versions.command])
      expectThat(words.length > 0 && words.every((word) => word !== ''), 'a word is empty');
    expectThat(!build.inputs.some((glob) => glob.split('/').includes('..')), 'an input is outside');
    for (const need of requires)
      if ('header' in need)
        expectThat(
          !/^[-/]|(?:^|\/)\.\.(?:\/|$)/.test(need.header),
          `the header ${need.header} is outside`,
        );
  },
};

const config: Target = {
  name: 'config',
  about: 'pairbench.yaml, through to what its options mean',
  inputs: textsLike(CONFIGS),
  frames: [
    ['threshold: ', ''],
    ['servers: [', ']'],
    ['seed: ', ''],
    ['pin: "', '"'],
  ],
  check: (text) => {
    const read = valueUnlessRefused(UserError, () => parseConfig(text, 'pairbench.yaml'));
    if (read !== undefined) checkOptions({}, read.values, []);
  },
};

const sysctl: Target = {
  name: 'sysctl-conf',
  about: 'wanted kernel settings',
  inputs: textsLike([
    '# a comment\nnet.core.somaxconn = 4096\nnet.ipv4.ip_local_port_range = 1024 65535\n',
    'net.ipv4.tcp_tw_reuse=1\n; other\n\nnet.ipv4.tcp_fin_timeout = 10\n',
  ]),
  frames: [
    ['a.b = ', ''],
    ['a.', ' = 1'],
    ['a.b', ''],
  ],
  check: (text) => {
    const read = valueUnlessRefused(UserError, () => parseConf(text, 'x.conf'));
    for (const { key, numbers } of read ?? []) {
      expectThat(!key.includes('/') && !key.includes('..'), `the key ${key} leads elsewhere`);
      expectFinite(numbers);
    }
  },
};

export const YAML_TARGETS: readonly Target[] = [manifest, config, sysctl];
