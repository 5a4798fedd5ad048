import { readFileSync } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { followBuild } from '../../../src/build/image/build-stream.ts';

/** Streams of engine 26.1 for the same Dockerfile: as it was built, again, and with a last step that fails. */
const recorded = (name: string): Buffer =>
  readFileSync(new URL(`../../fixtures/buildkit/${name}.ndjson`, import.meta.url));

async function follow(stream: NodeJS.ReadableStream) {
  const steps: string[] = [];
  const log: Uint8Array[] = [];
  const reason = await followBuild(stream, {
    onStep: (step) => steps.push(step),
    onText: (text) => log.push(text),
  });
  return { reason, steps, log: Buffer.concat(log).toString('utf8') };
}

const followRecorded = (name: string) => follow(Readable.from([recorded(name)]));

const COPY = '[build 3/5] COPY . .';
const ECHO = '[build 4/5] RUN echo "Grüße, 世界" && echo "[2/3] no step" && echo "to stderr" >&2';
const NODE = `[build 5/5] RUN node -e 'process.stdout.write("x".repeat(300) + "\\n")' && echo one && sleep 0.2 && `;

describe('a build', () => {
  test('succeeds, and tells the steps as they are begun, long ones cut', async () => {
    const { reason, steps } = await followRecorded('built');
    expect(reason).toBeNull();
    expect(steps).toEqual([
      'copy /context /',
      COPY,
      ECHO,
      `${NODE.slice(0, 99)}…`,
      '[stage-1 2/2] COPY --from=build /src/marker /app/marker',
      'exporting to image',
    ]);
  });

  test('has a log of what its commands have printed, in the order of its steps', async () => {
    const { log } = await followRecorded('built');
    const printed = ['Grüße, 世界', '[2/3] no step', 'to stderr'];
    expect(log).toContain(`\n${COPY}\n${ECHO}\n${printed.join('\n')}\n${NODE}echo two\n`);
    expect(log).toContain(`\n${'x'.repeat(300)}\none\ntwo\n[stage-1 2/2] `);
    expect(log).toContain('\nCACHED: [build 2/5] WORKDIR /src\n');
  });

  test('has no step to tell when everything was built before', async () => {
    const { reason, steps, log } = await followRecorded('cached');
    expect([reason, steps]).toEqual([null, ['exporting to image']]);
    expect(log).toContain(`\nCACHED: ${COPY}\nCACHED: ${ECHO}\n`);
    expect(log).not.toContain('\nto stderr\n');
  });

  test('fails by the reason of the engine, which is the end of its log', async () => {
    const { reason, steps, log } = await followRecorded('failed');
    expect(reason).toBe(
      'process "/bin/sh -c echo \\"about to fail\\" && cat /nowhere" did not complete successfully: exit code: 1',
    );
    expect(steps.at(-1)).toBe('[stage-1 3/3] RUN echo "about to fail" && cat /nowhere');
    expect(log).toMatch(
      /\nabout to fail\ncat: \/nowhere: No such file or directory\nERROR: process .* exit code: 1\n$/,
    );
  });

  test.each(['built', 'failed'])(
    'is read the same wherever its stream is cut: %s',
    async (name) => {
      const bytes = recorded(name);
      const whole = await followRecorded(name);
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat({ max: bytes.length })), async (borders) => {
          const ends = [...borders, bytes.length].sort((a, b) => a - b);
          const pieces = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
          expect(await follow(Readable.from(pieces))).toEqual(whole);
        }),
        { numRuns: 30 },
      );
    },
  );

  test('may be told in ways that are not known yet, which are passed over', async () => {
    const lines = [
      '{"stream":"Step 1/2 : FROM x"}',
      '',
      '{"id":"new","aux":{}}',
      '{"error":"at last"}',
    ];
    const { reason, steps } = await follow(Readable.from([lines.join('\r\n')]));
    expect([reason, steps]).toEqual(['at last', []]);
  });
});

describe('a build that is not told to its end', () => {
  test('is a fault when the connection breaks', async () => {
    const stream = new PassThrough();
    stream.write(recorded('built').subarray(0, 5000));
    const following = follow(stream);
    setImmediate(() => stream.destroy(new Error('socket hang up')));
    await expect(following).rejects.toThrow('socket hang up');
  });

  test('is a fault when the stream ends within a line', async () => {
    const following = follow(Readable.from([recorded('built').subarray(0, 5000)]));
    await expect(following).rejects.toThrow(SyntaxError);
  });

  test('ends with the fault of whoever listens', async () => {
    const following = followBuild(Readable.from([recorded('built')]), {
      onStep: () => {
        throw new Error('disk full');
      },
      onText: () => undefined,
    });
    await expect(following).rejects.toThrow('disk full');
  });
});
