/** `npm run test:docker`: the tests that need a container engine, one after the other. */
import { spawnSync } from 'node:child_process';
import { makeReady } from './bootstrap.js';
import { engineAnswers } from './engine.js';

makeReady();
if (!engineAnswers()) {
  process.stderr.write(
    'test:docker: no Docker engine answers; start one, "docker version" asks it\n',
  );
  process.exit(3);
}
const jest = ['--no-warnings', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];
const args = [...jest, '--runInBand', 'tests/docker/', ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
process.exitCode = status ?? 1;
