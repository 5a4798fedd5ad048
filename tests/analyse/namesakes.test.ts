import { describe, expect, test } from '@jest/globals';
import { analyseRun } from '../../src/analyse/run.ts';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { CLIENTS, journal, SERVERS, service } from './fixtures.ts';
import { cellAt, without } from './faults.ts';

const TWIN = 'reference';
const RUN = journal({
  servers: [...SERVERS.slice(0, 1), service('server', TWIN, 'Reference', 'cpp', 'epoll')],
  clients: [...CLIENTS.slice(0, 1), service('client', TWIN, 'Reference', 'cpp', 'epoll')],
});

/** The client cannot be built, so nothing is measured with it. */
const NO_CLIENT: JournalEntry = {
  ...{ type: 'build-failed', kind: 'client', service: TWIN },
  ...{ reason: 'no compiler', log_file: 'x.log', log_tail: [] },
};
const WITHOUT_CLIENT = without(
  RUN,
  (entry) =>
    (entry.type === 'cell-measured' && entry.client === TWIN) ||
    (entry.type === 'build-finished' && entry.kind === 'client' && entry.service === TWIN),
);
const FAILED = [...WITHOUT_CLIENT.slice(0, -1), NO_CLIENT, ...WITHOUT_CLIENT.slice(-1)];

describe('a server and a client of one name', () => {
  test('have each the build of their own', () => {
    const rebuilt = RUN.map((entry): JournalEntry =>
      entry.type === 'build-finished' && entry.kind === 'client'
        ? { ...entry, fingerprint: 'of-the-client' }
        : entry,
    );
    const { services } = analyseRun(rebuilt).environment;
    const ids = services.filter(({ name }) => name === TWIN).map((one) => [one.kind, one.build_id]);
    expect(ids).toEqual([
      ['server', `fingerprint-of-${TWIN}`],
      ['client', 'of-the-client'],
    ]);
  });

  test('fail each for themselves, and the reason tells which', () => {
    const result = analyseRun(FAILED);
    expect(result.counts).toMatchObject({ planned: 4, valid: 2, failed: 2 });
    expect(cellAt(result, TWIN, 'cpp-cpr').status).toBe('valid');
    expect(cellAt(result, TWIN, TWIN)).toMatchObject({
      status: 'failed',
      reasons: [`${TWIN} (client) could not be built: no compiler (log: x.log)`],
    });
  });
});
