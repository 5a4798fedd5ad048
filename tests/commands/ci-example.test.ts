import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseCommandLine } from '../../src/commands/command-line.ts';

const workflow = z.strictObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(
    z.string(),
    z.strictObject({
      'runs-on': z.string(),
      'timeout-minutes': z.int().positive(),
      steps: z.array(
        z.strictObject({
          name: z.string().optional(),
          if: z.string().optional(),
          uses: z.string().optional(),
          run: z.string().optional(),
          with: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
        }),
      ),
    }),
  ),
});

test('the example of a workflow is one, and its command is one of pairbench', () => {
  const text = readFileSync('docs/ci-example.yml', 'utf8');
  const { jobs } = workflow.parse(parse(text, { strict: true, uniqueKeys: true }));
  const steps = Object.values(jobs).flatMap((job) => job.steps);
  for (const { run, uses } of steps)
    expect([run, uses].filter((one) => one !== undefined)).toHaveLength(1);
  const commands = steps.flatMap(({ run }) => run ?? []);
  expect(commands).toHaveLength(1);
  const [, words = ''] = /^npm run -s matrix -- (.*)$/.exec(commands[0] ?? '') ?? [];
  expect(parseCommandLine(words.split(' '), '1.2.3')).toMatchObject({
    verb: 'run',
    flags: { 'export-junit': 'junit.xml' },
  });
});
