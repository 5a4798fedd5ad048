/** Whether a Docker engine answers on this machine. */
import { spawnSync } from 'node:child_process';

const PATIENCE_MS = 20_000;

export function engineAnswers() {
  const args = ['version', '--format', '{{.Server.Version}}'];
  return spawnSync('docker', args, { stdio: 'ignore', timeout: PATIENCE_MS }).status === 0;
}
