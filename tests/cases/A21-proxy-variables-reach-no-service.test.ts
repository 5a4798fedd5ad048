import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { addService } from '../docker/live-services.ts';
import { pairbench, resultOf } from '../live/pairbench.ts';
import { CASE_ENV, placesOf, TWO } from './case-command.ts';
import { caseFolder, exported, LIMIT_MS } from './case-rig.ts';

/** Nobody listens there; the password must appear nowhere. */
const PROXY = 'http://user:secret@127.0.0.1:9';
const NAMES = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'];

it(
  'proxy variables reach no service, change no figure, and are named in the report',
  async () => {
    const work = caseFolder();
    const seen = ['server', 'client'].map((kind) => {
      const fixture = kind === 'server' ? 'stub-server' : 'node-undici';
      const command = ['sh', '-c', 'env > seen.txt; exec node {out}/main.mjs "$@"', 'sh'];
      const services = work.services;
      const folder =
        kind === 'server'
          ? addService(services, 'server', fixture, 'seeing', { manifest: { start: { command } } })
          : addService(services, 'client', fixture, 'seeing', { manifest: { start: { command } } });
      return path.join(folder, 'seen.txt');
    });
    const env = {
      ...CASE_ENV,
      ...Object.fromEntries(NAMES.map((name) => [name, PROXY])),
      ...{ NO_PROXY: '', FTP_PROXY: PROXY, AWS_SECRET_ACCESS_KEY: 'secret' },
    };
    const pair = ['--pairs', 'seeing:seeing', ...TWO.slice(4)];
    const args = ['run', ...pair, '--json', ...placesOf(work)];
    const outcome = await pairbench(args, work.folder, env);
    const result = resultOf(outcome);
    expect(result.counts).toMatchObject({ planned: 1, valid: 1 });
    for (const file of seen) {
      const text = readFileSync(file, 'utf8');
      expect(text).toMatch(/^PAIRBENCH_TOKEN=/m);
      expect(text).not.toMatch(/proxy|secret/i);
    }
    const [notice] = result.notices.filter((one) => one.includes('_PROXY'));
    for (const name of [...NAMES, 'FTP_PROXY']) expect(notice).toContain(name);
    expect(notice).not.toContain('NO_PROXY');
    for (const file of ['report.md', 'report.html']) {
      expect(exported(work, file).replaceAll('\\', '')).toContain('HTTPS_PROXY');
    }
    for (const file of ['report.md', 'report.html', 'cells.csv', 'journal.ndjson', 'result.json'])
      expect(exported(work, file)).not.toContain('secret');
  },
  LIMIT_MS,
);
