/** Pieces of sentences that several sections need. */

/** To begin a sentence with. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `a`, `a and b`, `a, b and c`; of many the first ones and how many more. */
export function listed(items: readonly string[], most = Infinity): string {
  const left = items.length - most;
  const parts = left > 0 ? [...items.slice(0, most), `${left} more`] : items;
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

/** A pair as the flags name it. */
export function pairName({ server, client }: { server: string; client: string }): string {
  return `${server}:${client}`;
}

/** The same within a sentence. */
export function pairInWords(name: string): string {
  return name.replace(':', ' x ');
}
