import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { until } from '../helpers/until.ts';

const MODULE = path.resolve('dist/src/commands/interruptions.js');

/** `body` may use `interrupted` and `say`; without it the program would run for ever. */
function start(body: string) {
  const program = execa(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { interruptions } from ${JSON.stringify(MODULE)};
       const say = (text) => process.stdout.write(text + '\\n');
       const interrupted = interruptions(process);
       setInterval(() => {}, 1000);
       interrupted.signal.addEventListener('abort', () => say('aborted ' + interrupted.exitCode()));
       ${body}
       say('ready');`,
    ],
    { reject: false },
  );
  let said = '';
  program.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  const hasSaid = (text: string): Promise<void> =>
    until(`it says "${text}"`, () => said.split('\n').includes(text));
  return { program, hasSaid };
}

describe('the first signal', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s tells the run to stop, and ends nothing', async (signal, code) => {
    const { program, hasSaid } = start(
      `interrupted.beforeEndingAtOnce(async () => say('work'));
       process.on('SIGUSR2', () => { say('still here'); process.exit(7); });`,
    );
    await hasSaid('ready');
    program.kill(signal);
    await hasSaid(`aborted ${code}`);
    program.kill('SIGUSR2');
    const { exitCode, stdout, stderr } = await program;
    expect([exitCode, stdout.split('\n')]).toEqual([7, ['ready', `aborted ${code}`, 'still here']]);
    expect(stderr.trim()).toBe(`${signal}: stopping; once more to end at once`);
  });

  test('has its usual effect again once it is forgotten', async () => {
    const { program, hasSaid } = start('interrupted.forget();');
    await hasSaid('ready');
    program.kill('SIGTERM');
    expect(await program).toMatchObject({ signal: 'SIGTERM', stdout: 'ready' });
  });
});

describe('the second signal', () => {
  async function twice(body: string, second: NodeJS.Signals = 'SIGINT') {
    const { program, hasSaid } = start(body);
    await hasSaid('ready');
    program.kill('SIGINT');
    await hasSaid('aborted 130');
    program.kill(second);
    const { exitCode, stdout } = await program;
    return { exitCode, said: stdout.split('\n').slice(2) };
  }

  test('ends at once where there is nothing to do', async () => {
    expect(await twice('')).toEqual({ exitCode: 130, said: [] });
  });

  test('does all the works, waits for them, and has the exit code of the first', async () => {
    const work = (name: string) =>
      `interrupted.beforeEndingAtOnce(async () => {
         say('${name} begins');
         await new Promise(setImmediate);
         say('${name} ends');
       });`;
    expect(await twice(work('one') + work('two'), 'SIGTERM')).toEqual({
      exitCode: 130,
      said: ['one begins', 'two begins', 'one ends', 'two ends'],
    });
  });

  test('does the other works when one fails', async () => {
    const outcome = await twice(
      `interrupted.beforeEndingAtOnce(async () => { throw new Error('engine gone'); });
       interrupted.beforeEndingAtOnce(async () => { await new Promise(setImmediate); say('done'); });`,
    );
    expect(outcome).toEqual({ exitCode: 130, said: ['done'] });
  });

  test('ends it all the same when a work never does', async () => {
    const outcome = await twice(
      `interrupted.beforeEndingAtOnce(() => { say('hangs'); return new Promise(() => {}); });`,
    );
    expect(outcome).toEqual({ exitCode: 130, said: ['hangs'] });
  });
});
