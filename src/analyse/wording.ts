/** Numbers and nouns in the sentences of reasons: all digits, since a reason often turns on the last one. */

/** Made once: making one costs more than all it formats. */
const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export function wholeNumber(value: number): string {
  return WHOLE.format(value);
}

export function counted(value: number, noun: string): string {
  return `${wholeNumber(value)} ${noun}${value === 1 ? '' : 's'}`;
}
