/** Writes the published JSON Schemas after their sources have changed: `npm run schemas`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeReady } from './bootstrap.js';

makeReady();
const { publishedSchemas } = await import('../dist/src/report/schemas.js');
for (const { file, text } of publishedSchemas()) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.error(`wrote ${file}`);
}
