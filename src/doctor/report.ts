/** `pairbench.doctor/1`: all findings of one visit, as text and JSON show them. */
import { z } from 'zod';
import { findingSchema } from './finding.ts';
import type { Finding, Status } from './finding.ts';

export const doctorReportSchema = z.strictObject({
  schema: z.literal('pairbench.doctor/1'),
  tool_version: z.string(),
  /** Whose requirements were checked. */
  services: z.array(z.string()),
  counts: z.strictObject({
    ok: z.int().nonnegative(),
    warn: z.int().nonnegative(),
    fail: z.int().nonnegative(),
  }),
  findings: z.array(findingSchema),
});

export type DoctorReport = z.infer<typeof doctorReportSchema>;

export function doctorReport(
  findings: readonly Finding[],
  services: readonly string[],
  tool_version: string,
): DoctorReport {
  const count = (status: Status): number =>
    findings.filter((finding) => finding.status === status).length;
  return {
    schema: 'pairbench.doctor/1',
    tool_version,
    services: [...services],
    counts: { ok: count('ok'), warn: count('warn'), fail: count('fail') },
    findings: [...findings],
  };
}
