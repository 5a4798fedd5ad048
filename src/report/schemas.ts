/** The JSON Schemas that pairbench publishes, as text; a script writes them, a test compares them. */
import { z } from 'zod';
import { runResultSchema } from '../analyse/result.ts';
import { comparisonSchema } from '../analyse/versus/comparison.ts';
import { doctorReportSchema } from '../doctor/report.ts';
import { publishedEventSchema } from '../measure/client-events.ts';
import { manifestSchema } from '../plan/manifest-schema.ts';

export interface PublishedSchema {
  /** Relative to the package. */
  readonly file: string;
  readonly text: string;
}

function published(file: string, title: string, schema: z.ZodType): PublishedSchema {
  const json = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' });
  return { file, text: `${JSON.stringify({ title, ...json }, null, 2)}\n` };
}

export function publishedSchemas(): PublishedSchema[] {
  return [
    published('services/service.schema.json', 'pairbench service manifest', manifestSchema),
    published(
      'services/client-events.schema.json',
      'pairbench.client/1: one event of a client',
      publishedEventSchema,
    ),
    published('docs/run-result.schema.json', 'pairbench.run/1: result of a run', runResultSchema),
    published(
      'docs/compare.schema.json',
      'pairbench.compare/1: runs held against a base run',
      comparisonSchema,
    ),
    published(
      'docs/doctor.schema.json',
      'pairbench.doctor/1: findings of the doctor',
      doctorReportSchema,
    ),
  ];
}
