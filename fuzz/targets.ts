/** Every parser of text that users, services or the kernel write. */
import { COMMAND_LINE_TARGETS } from './targets/command-line.ts';
import { HISTOGRAM_TARGET } from './targets/histogram.ts';
import { KERNEL_TARGETS } from './targets/kernel.ts';
import { OPTION_TARGETS } from './targets/options.ts';
import { SERVER_TARGETS } from './targets/servers.ts';
import { CLIENT_TARGETS } from './targets/clients.ts';
import { STORED_TARGETS } from './targets/stored.ts';
import { YAML_TARGETS } from './targets/yaml.ts';
import type { Target } from './target.ts';

export const TARGETS: readonly Target[] = [
  ...OPTION_TARGETS,
  ...COMMAND_LINE_TARGETS,
  ...YAML_TARGETS,
  ...CLIENT_TARGETS,
  HISTOGRAM_TARGET,
  ...SERVER_TARGETS,
  ...STORED_TARGETS,
  ...KERNEL_TARGETS,
];
