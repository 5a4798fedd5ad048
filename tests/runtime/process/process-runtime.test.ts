import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { identify, isRunning, processesMarked } from '../../../src/host/process-table.ts';
import { openProcessRuntime } from '../../../src/runtime/process/process-runtime.ts';
import { startChild } from '../../helpers/children.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { until } from '../../helpers/until.ts';
import { runtimeContract } from '../contract.ts';
import { launchOf } from '../launch.ts';
import { commandProgram, processSubject } from '../real-subject.ts';

describe('the process runtime', () => {
  runtimeContract(processSubject(() => Promise.resolve(openProcessRuntime())));

  it('refuses a working directory that is gone', async () => {
    await expect(
      openProcessRuntime().startServer(launchOf(commandProgram(['true'], '/nowhere'))),
    ).rejects.toThrow('working directory missing: /nowhere');
  });

  it('ends leftovers of a tool that has died, and names them', async () => {
    const owner = spawn('true');
    const identity = identify(owner.pid ?? 0);
    await once(owner, 'exit');
    const env = { PAIRBENCH_OWNER: `${identity?.pid ?? 0}.${identity?.start_ticks ?? '0'}` };
    const leftover = await startChild(['sleep', '1003'], env);
    const messages = await openProcessRuntime().sweepLeftovers();
    expect(messages).toContain(
      `ended process ${leftover.pid} (sleep 1003), left behind by an earlier run`,
    );
  });

  it('leaves alone what another living tool has started', async () => {
    const owner = await startChild(['sleep', '1005']);
    const { start_ticks } = identify(owner.pid) ?? { start_ticks: '' };
    const env = { PAIRBENCH_OWNER: `${owner.pid}.${start_ticks}` };
    const other = await startChild(['sleep', '1004'], env);
    expect(await openProcessRuntime().sweepLeftovers()).toEqual([]);
    expect(isRunning(identify(other.pid) ?? { pid: 0, start_ticks: '' })).toBe(true);
  });

  it('lets no child outlive the tool, even one killed with SIGKILL', async () => {
    const token = `outlive-${process.pid}`;
    const program = `
      const { openProcessRuntime } = await import(process.argv[1]);
      await openProcessRuntime().startServer({
        service: 's', program: { kind: 'command', words: ['sleep', '1006'], folder: '/tmp' }, args: [], env: {}, cpus: null,
        token: '${token}', log_base: '${tempFolder()}/log' });
      console.log('started');
      setInterval(() => {}, 1000);`;
    const module = new URL('../../../dist/src/runtime/process/process-runtime.js', import.meta.url);
    const tool = await startChild([
      process.execPath,
      '--input-type=module',
      '--eval',
      program,
      module.href,
    ]);
    await tool.line();
    const marked = () => processesMarked('PAIRBENCH_TOKEN', (value) => value === token);
    expect(marked()).toHaveLength(1);
    process.kill(tool.pid, 'SIGKILL');
    await until('the child is gone', () => marked().length === 0);
  });
});
