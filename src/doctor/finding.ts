/** What a check of the doctor says: `ok` nothing to do, `warn` something suffers, `fail` something cannot be done. */
import { z } from 'zod';

/** Parts of the machine, in the order in which they are shown. */
const GROUPS = [
  'services',
  'tools',
  'docker',
  'cpu',
  'limits',
  'network',
  'disk',
  'clock',
] as const;

const common = {
  group: z.enum(GROUPS),
  /** Stays the same from run to run: `tool:go`, `sysctl:net.core.somaxconn`. */
  id: z.string(),
  title: z.string(),
  found: z.string(),
};

const cureSchema = z.discriminatedUnion('kind', [
  /** To be typed as it is. */
  z.strictObject({ kind: z.literal('command'), text: z.string() }),
  z.strictObject({ kind: z.literal('advice'), text: z.string() }),
]);

const troubled = {
  ...common,
  /** What it costs to leave it as it is. */
  costs: z.string(),
  cure: cureSchema,
};

export const findingSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('ok'), ...common }),
  z.strictObject({ status: z.literal('warn'), ...troubled }),
  z.strictObject({ status: z.literal('fail'), ...troubled }),
]);

export type Finding = z.infer<typeof findingSchema>;
export type Status = Finding['status'];
export type Group = (typeof GROUPS)[number];
export type Cure = z.infer<typeof cureSchema>;

/** A finding without its place. */
export type Verdict =
  | { readonly status: 'ok'; readonly found: string }
  | {
      readonly status: 'warn' | 'fail';
      readonly found: string;
      readonly costs: string;
      readonly cure: Cure;
    };

export function ok(found: string): Verdict {
  return { status: 'ok', found };
}

export function command(text: string): Cure {
  return { kind: 'command', text };
}

export function advice(text: string): Cure {
  return { kind: 'advice', text };
}

/** In front of a command that only root may give. */
export function sudo(isRoot: boolean): string {
  return isRoot ? '' : 'sudo ';
}
