/** As much of the Markdown report as there is room for. */
const NOTE =
  'The report was cut here, for there is no more room; report.md of the run has all of it.\n';

/** Whole sections only, from the first on; empty where not even the note has room. */
export function fittingSections(sections: readonly string[], room_bytes: number): string {
  const whole = sections.join('\n');
  if (Buffer.byteLength(whole) <= room_bytes) return whole;
  let text = '';
  for (const section of sections) {
    const longer = `${text}${section}\n`;
    if (Buffer.byteLength(longer + NOTE) > room_bytes) break;
    text = longer;
  }
  return Buffer.byteLength(text + NOTE) <= room_bytes ? text + NOTE : '';
}
