/** Any text as Markdown of GitHub that shows just this text: no HTML, no markup, nobody mentioned. */

/** Invisible; GitHub looks for names and numbers in what is shown, where an entity or a backslash is gone. */
const BREAK = '\u200B';
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Within a line: `text` has no line ends. */
export function escaped(text: string): string {
  return text
    .replaceAll(/[\\`*[\]|~$]/g, (sign) => `\\${sign}`)
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replaceAll(/[&<>]/g, (sign) => ENTITIES[sign] ?? sign)
    .replaceAll(/@(?=[\p{L}\p{N}])/gu, `@${BREAK}`)
    .replaceAll(/#(?=\d)/g, `#${BREAK}`)
    .replaceAll(/\b(https?|ftp|www)(?=:\/\/|\.)/gi, `$1${BREAK}`);
}

/** At the beginning of a line or of an entry of a list. */
export function escapedLine(text: string): string {
  return escaped(text.trim())
    .replace(/^[#+\-=:]/, (sign) => `\\${sign}`)
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2');
}
