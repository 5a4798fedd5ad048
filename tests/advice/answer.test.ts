/** Answers that are kept: when one still holds, and what is left of a torn file. */
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readAnswer, writeAnswer } from '../../advice/answer-files.ts';
import { isCurrent, lineHash, machineHash, speaksOf } from '../../advice/answer.ts';
import { readHostFacts } from '../../src/host/machine.ts';
import { faultOf } from '../helpers/fault.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { answer, LINE } from './fixtures.ts';

const KNOWN = answer(LINE, { kind: 'not-measured', reason: 'it was a Monday' });
const BASIS = {
  line: lineHash(LINE),
  machine: 'here',
  builds: { 'client/lean': 'def', 'server/py': 'abc' },
  ...{ rounds: 6, window_ms: 1000 },
};

describe('an answer', () => {
  it('holds as long as nothing has changed that it depends on', () => {
    expect(isCurrent(KNOWN, BASIS)).toBe(true);
  });

  it.each([
    ['the line', { line: lineHash({ ...LINE, by: 'p99' }) }],
    ['the machine', { machine: 'there' }],
    ['a build', { builds: { ...BASIS.builds, 'server/py': 'abd' } }],
    ['a build that failed then', { builds: { ...BASIS.builds, 'server/py': null } }],
    ['the rounds', { rounds: 10 }],
    ['the window', { window_ms: 2000 }],
  ])('is measured again when %s has changed', (_, change) => {
    expect(isCurrent(KNOWN, { ...BASIS, ...change })).toBe(false);
  });

  it('is shown of this line on this machine alone', () => {
    expect(speaksOf(KNOWN, LINE, 'here')).toBe(true);
    expect(speaksOf(KNOWN, LINE, 'there')).toBe(false);
    expect(speaksOf(KNOWN, { ...LINE, advised: 'others' }, 'here')).toBe(false);
  });

  it('is of the same machine whatever the limits of the shell', () => {
    const host = readHostFacts();
    expect(machineHash({ ...host, nofile_hard: 1024 })).toBe(machineHash(host));
    expect(machineHash({ ...host, kernel: '0.1' })).not.toBe(machineHash(host));
  });
});

describe('the file of an answer', () => {
  it('gives back what was written, and nothing else is left', () => {
    const folder = tempFolder();
    writeAnswer(folder, KNOWN);
    expect(readAnswer(folder, LINE.id)).toEqual(KNOWN);
    expect(readdirSync(folder)).toEqual(['example.json']);
  });

  it.each([
    ['is not there', null],
    ['is torn', '{"schema":'],
    ['is of another version', '{"schema":"pairbench.advice/0"}'],
  ])('is no answer where it %s', (_, text) => {
    const folder = tempFolder();
    if (text !== null) writeFileSync(path.join(folder, 'example.json'), text);
    expect(readAnswer(folder, LINE.id)).toBeNull();
  });

  it('that cannot be written is a fault of the user', async () => {
    const folder = path.join(tempFolder(), 'not-there');
    const fault = await faultOf(() => {
      writeAnswer(folder, KNOWN);
    });
    expect(fault.message).toContain('example.json');
  });
});
