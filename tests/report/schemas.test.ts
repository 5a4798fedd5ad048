import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { publishedSchemas } from '../../src/report/schemas.ts';

describe('the published JSON Schemas', () => {
  it.each(publishedSchemas())('$file is current (npm run schemas)', ({ file, text }) => {
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});
