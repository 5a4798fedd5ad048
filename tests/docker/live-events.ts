/** Waits for what the engine tells of the containers of a tool. */
import { execa } from 'execa';
import { z } from 'zod';
import { OWNER_LABEL } from '../../src/host/docker/labels.ts';
import type { Started } from './live.ts';

const eventSchema = z.object({
  Actor: z.object({ Attributes: z.record(z.string(), z.string()) }),
});

/** Resolves at the first `action` on a container of the tool whose name begins so; rejects when it ends before. */
export async function containerEvent(
  tool: Started,
  action: 'create' | 'start',
  name: string,
  since_s = tool.started_at_s,
): Promise<void> {
  const filters = ['type=container', `event=${action}`, `label=${OWNER_LABEL}`];
  const args = ['events', '--since', String(since_s), '--format', '{{json .}}'];
  const events = execa('docker', [...args, ...filters.flatMap((text) => ['--filter', text])], {
    reject: false,
  });
  const stop = (): void => {
    events.kill();
  };
  void tool.ended.then(stop);
  const seen: string[] = [];
  for await (const line of events) {
    const { Attributes } = eventSchema.parse(JSON.parse(line)).Actor;
    if (!(Attributes[OWNER_LABEL]?.includes(`/${tool.pid}.`) ?? false)) continue;
    seen.push(Attributes.name ?? '');
    if (Attributes.name?.startsWith(name) ?? false) {
      stop();
      return;
    }
  }
  throw new Error(`it ended without "${action}" of ${name}, there were: ${seen.join(' ')}`);
}

/** Resolves to the tool once it measures: node-http and node-undici run. */
export async function measuring(tool: Started): Promise<Started> {
  await tool.said('measure  about');
  // Not one of the conformance check.
  await containerEvent(tool, 'start', 'pairbench-node-undici-', Date.now() / 1000);
  return tool;
}
