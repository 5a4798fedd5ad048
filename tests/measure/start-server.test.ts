import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { Interrupted } from '../../src/host/interrupted.ts';
import { OWNER_VARIABLE, ownOwner } from '../../src/host/owner.ts';
import { processesMarked } from '../../src/host/process-table.ts';
import { startServer } from '../../src/measure/start-server.ts';
import { fixtureService, withWords } from '../helpers/fixture-service.ts';
import { measureContext } from '../helpers/measure-context.ts';

describe('starting a server', () => {
  it('gives a server that has proved who it is and answered an order', async () => {
    const server = await startServer(
      await fixtureService('server', 'stub-server'),
      't',
      measureContext(),
    );
    try {
      expect((await server.control.stats()).token).toBe(server.token);
      expect(server.port).toBeGreaterThan(0);
    } finally {
      expect(await server.stop()).toBe('SIGTERM');
    }
  });

  it('waits for one that listens before it answers', async () => {
    const late = await fixtureService('server', 'stub-server', ['--delay-ready', '0.5']);
    const server = await startServer(late, 't', measureContext());
    await server.stop();
  });

  it('waits for one that listens late', async () => {
    const late = await fixtureService('server', 'stub-server', ['--delay-listen', '0.5']);
    const server = await startServer(late, 't', measureContext());
    await server.stop();
  });

  it.each([
    [['--wrong-token'], 'is answered by another server'],
    [['--status', '503'], 'an order was answered with 503'],
    [['--no-such-flag'], 'before it listened'],
  ])('refuses one with %p', async (flags, reason) => {
    const built = await fixtureService('server', 'stub-server', flags);
    const context = measureContext();
    await expect(startServer(built, 't', context)).rejects.toThrow(reason);
  });

  it('refuses a first line that is not the announcement, and shows it', async () => {
    const built = await fixtureService('server', 'stub-server');
    const wrong = withWords(built, () => [
      'sh',
      '-c',
      'echo Starting server on port 8000; sleep 60',
    ]);
    await expect(startServer(wrong, 't', measureContext())).rejects.toThrow(
      'its first line on stdout must be {"event":"listening","port":N,"pid":N}, it is: Starting server on port 8000',
    );
  });

  it('refuses a stranger on the port that was announced, and leaves it alone', async () => {
    const stranger = createServer((_, response) => response.end('{"hello":"world"}'));
    stranger.listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const { port } = stranger.address() as AddressInfo;
    const built = await fixtureService('server', 'stub-server');
    const line = `{"event":"listening","port":${port},"pid":1}`;
    const impostor = withWords(built, () => ['sh', '-c', `echo '${line}'; exit 1`]);
    await expect(startServer(impostor, 't', measureContext())).rejects.toThrow(
      'it ended with exit code 1',
    );
    expect(stranger.listening).toBe(true);
    stranger.close();
  });

  it('leaves nothing behind when it is interrupted', async () => {
    const built = await fixtureService('server', 'stub-server', ['--delay-listen', '60']);
    const context = measureContext();
    const starting = startServer(built, 't', context);
    context.controller.abort();
    await expect(starting).rejects.toThrow(Interrupted);
    expect(processesMarked(OWNER_VARIABLE, (owner) => owner === ownOwner())).toEqual([]);
  });
});
