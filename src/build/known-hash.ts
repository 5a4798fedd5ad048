/** The hash of a build, kept beside it: to read all of a build takes longer than all else where nothing is built. */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { BuildFolder } from './cache.ts';
import { outputHash, outputListing } from './output-hash.ts';

const keptSchema = z.strictObject({ listing: z.string(), hash: z.string() });

type Kept = z.infer<typeof keptSchema>;

/** Null: none is kept, or not so that it can be read. */
function readKept(file: string): Kept | null {
  try {
    return keptSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** As `outputHash`, which is asked anew where a file has changed. To be called while the build is locked. */
export function knownHash({ out, hash_file }: BuildFolder): string {
  // Before the contents are read: what changes meanwhile is another listing the next time.
  const listing = outputListing(out);
  const kept = readKept(hash_file);
  if (kept?.listing === listing) return kept.hash;
  const hash = outputHash(out);
  writeFileSync(hash_file, JSON.stringify({ listing, hash } satisfies Kept));
  return hash;
}
