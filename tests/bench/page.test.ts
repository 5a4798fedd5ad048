import { describe, expect, it } from '@jest/globals';
import { withSection } from '../../bench/page.ts';

describe('docs/performance.md', () => {
  const page = '# Performance\n\n## Targets\n\nOld.\n\n| a |\n\n## pairbench itself\n\nKept.\n';

  it('has one section rewritten, the others stay', () => {
    const next = withSection(page, 'Targets', 'New.\n');
    expect(next).toBe('# Performance\n\n## Targets\n\nNew.\n\n## pairbench itself\n\nKept.\n');
  });

  it('gets a new section in its place', () => {
    expect(withSection(page, 'The instrument', '1 %').match(/^## .*/gm)).toEqual([
      '## Targets',
      '## The instrument',
      '## pairbench itself',
    ]);
  });

  it('loses a section that has nothing to say any more', () => {
    expect(withSection(page, 'Targets', '')).toBe(
      '# Performance\n\n## pairbench itself\n\nKept.\n',
    );
  });

  it('begins as one section', () => {
    expect(withSection('', 'Targets', 'x')).toBe('# Performance\n\n## Targets\n\nx\n');
  });
});
