/** Text in columns of a terminal: what counts is the width on screen, not the number of characters. */
import stringWidth from 'string-width';

const ELLIPSIS = '…';
const HANGING = '  ';

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - stringWidth(text))) + text;
}

/** Cut in the middle, since names that start alike often differ at the end. */
export function shorten(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  const letters = graphemes(text);
  const head = takeWidth(letters, Math.ceil((width - 1) / 2));
  const tail = takeWidth(letters.toReversed(), Math.floor((width - 1) / 2)).toReversed();
  return [...head, ELLIPSIS, ...tail].join('');
}

/** Lines of at most `width` columns; words that are longer (paths, scripts without spaces) are cut. */
export function wrap(text: string, width: number, indent = ''): string[] {
  const room = width - stringWidth(indent);
  const lines: string[] = [];
  let line = '';
  for (const word of words(text).flatMap((one) => pieces(one, room))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (stringWidth(longer) <= room) {
      line = longer;
    } else {
      lines.push(indent + line);
      line = word;
    }
  }
  if (line !== '') lines.push(indent + line);
  return lines;
}

/** As an entry of a list: the first line stands out, the others are set in below it. */
export function wrapHanging(text: string, width: number, indent = ''): string[] {
  const [first, ...rest] = wrap(text, width, indent);
  return first === undefined ? [] : [first, ...wrap(rest.join(' '), width, indent + HANGING)];
}

/**
 * Text of services may hold line ends and control codes; on a terminal these would break the layout.
 * A unit stays with its number.
 */
function words(text: string): string[] {
  return text
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .split(/(?<!\d) | (?!(?:%|[nµm]?s|[kMG]?B)(?!\p{L}))/u)
    .filter((word) => word !== '');
}

function pieces(word: string, width: number): string[] {
  const found: string[] = [];
  let rest = graphemes(word);
  while (rest.length > 0) {
    const piece = takeWidth(rest, width);
    // A letter that is wider than the line still has to go somewhere.
    const length = Math.max(piece.length, 1);
    found.push(rest.slice(0, length).join(''));
    rest = rest.slice(length);
  }
  return found;
}

function takeWidth(letters: readonly string[], width: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const letter of letters) {
    used += stringWidth(letter);
    if (used > width) break;
    taken.push(letter);
  }
  return taken;
}

function graphemes(text: string): string[] {
  return [...new Intl.Segmenter('en').segment(text)].map(({ segment }) => segment);
}
