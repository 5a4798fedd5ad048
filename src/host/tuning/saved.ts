/** The files that hold original kernel settings while they are tuned: one for each run, named after its owner. */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { makeFolder } from '../folders.ts';
import { ownerRuns, ownOwner } from '../owner.ts';
import { errorText, EXIT, UserError } from '../user-error.ts';

/** `OWNER-NONCE.json`: a name is never used twice, so renaming it is taking it over, by one process only. */
const NAME = /^(\d+\.\d+)-[0-9a-f]+\.json$/;
/** While it is written. */
const UNFINISHED = '.new';

const savedSettingSchema = z.strictObject({
  key: z.string(),
  original: z.string(),
  tuned: z.string(),
});

const contentSchema = z.strictObject({
  schema: z.literal('pairbench.saved-sysctl/1'),
  /** A restart resets the kernel: what was saved before it is void. */
  boot_id: z.string(),
  /** net.* settings belong to a network namespace, as containers have them. */
  network_namespace: z.string(),
  settings: z.array(savedSettingSchema),
});

export type SavedSetting = z.infer<typeof savedSettingSchema>;
type Content = z.infer<typeof contentSchema>;

export interface Saved {
  readonly file: string;
  readonly owner: string;
  readonly settings: readonly SavedSetting[];
  readonly scope: 'here' | 'other-namespace' | 'other-boot';
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

function networkNamespace(): string {
  return readlinkSync('/proc/self/ns/net');
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The file is there whole or not at all, and on the disk when this returns. */
function writeDurably(file: string, content: Content): void {
  const unfinished = `${file}${UNFINISHED}`;
  const descriptor = openSync(unfinished, 'w');
  try {
    writeFileSync(descriptor, `${JSON.stringify(content, null, 2)}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(unfinished, file);
  syncFolder(path.dirname(file));
}

function contentOf(settings: readonly SavedSetting[]): Content {
  return {
    schema: 'pairbench.saved-sysctl/1',
    boot_id: bootId(),
    network_namespace: networkNamespace(),
    settings: [...settings],
  };
}

function folderOf(cache: string): string {
  return path.join(cache, 'sysctl');
}

/** Throws a UserError when the cache cannot be written: then nothing may be tuned. */
export function saveSettings(cache: string, settings: readonly SavedSetting[]): Saved {
  const owner = ownOwner();
  const file = path.join(folderOf(cache), `${owner}-${randomBytes(4).toString('hex')}.json`);
  try {
    makeFolder(folderOf(cache));
    writeDurably(file, contentOf(settings));
  } catch (error) {
    throw new UserError(
      `--cache-dir: ${file} cannot be written: ${errorText(error)}`,
      'choose a folder that you may write to; originals are kept there while settings are tuned',
    );
  }
  return { file, owner, settings, scope: 'here' };
}

/** Keeps only these; throws where the file cannot be written, which leaves the old one whole. */
export function keepOnly(saved: Saved, settings: readonly SavedSetting[]): void {
  writeDurably(saved.file, contentOf(settings));
}

/** Throws where it cannot be removed. */
export function discard(saved: Saved): void {
  rmSync(saved.file, { force: true });
}

/** Makes this process the owner; null: another process was first. Throws where it cannot be renamed. */
export function takeOver(saved: Saved): Saved | null {
  const owner = ownOwner();
  const file = path.join(
    path.dirname(saved.file),
    path.basename(saved.file).replace(saved.owner, owner),
  );
  try {
    renameSync(saved.file, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return { ...saved, file, owner };
}

function read(file: string, owner: string): Saved | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null; // just restored
    throw error;
  }
  const content = contentSchema.safeParse(parseJson(text));
  if (!content.success)
    throw new UserError(
      `${file}: is damaged, it should hold kernel settings as they were before they were tuned`,
      'check them with sysctl, then remove the file',
      EXIT.toolFault,
    );
  const { boot_id, network_namespace, settings } = content.data;
  const isHere = network_namespace === networkNamespace();
  const scope = boot_id !== bootId() ? 'other-boot' : isHere ? 'here' : 'other-namespace';
  return { file, owner, settings, scope };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // the schema refuses it
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    // A cache that is no folder is the business of whoever writes into it.
    if (['ENOENT', 'ENOTDIR'].includes(code)) return [];
    throw new UserError(`--cache-dir: ${folder} cannot be read: ${errorText(error)}`);
  }
}

/** All of this cache. Throws a UserError for a damaged file. */
export function listSaved(cache: string): Saved[] {
  const folder = folderOf(cache);
  return namesIn(folder).flatMap((name) => {
    const owner = NAME.exec(name)?.[1];
    return owner === undefined ? [] : (read(path.join(folder, name), owner) ?? []);
  });
}

/** Removes what a run was writing when it died, which had not touched the kernel yet. */
export function removeUnfinished(cache: string): void {
  const folder = folderOf(cache);
  for (const name of namesIn(folder)) {
    const owner = name.endsWith(UNFINISHED) ? name.split('-')[0] : undefined;
    if (owner === undefined || ownerRuns(owner)) continue;
    try {
      rmSync(path.join(folder, name), { force: true });
    } catch {
      return; // another user's: harmless, and removed when that user starts again
    }
  }
}
