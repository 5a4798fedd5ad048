/** The kind of a service as data has it; apart from what services are called, which the command line needs, too. */
import { z } from 'zod';
import { SERVICE_KINDS } from './service-key.ts';

export const serviceKindSchema = z.enum(SERVICE_KINDS);
