// The digits of an order's integers, as they stand in the text: JSON.parse reads 1.0 and 1e0 as 1, and
// rounds what has more than 53 bits.

const QUOTE = 0x22;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPENING = [0x7b, 0x5b];
const CLOSING = [0x7d, 0x5d];
const number = /[-+.0-9eE]+/y;

/** `text` is one valid JSON object. A field that is no number of the outer object is left empty. */
export function integersOf(text) {
  const literals = { quantity: '', timestamp: '' };
  let depth = 0;
  let string = '';
  let name = '';
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = closingQuote(text, at);
      string = text.slice(at + 1, end);
      at = end;
    } else if (code === COLON) {
      if (depth === 1) name = nameOf(string);
    } else if (code === MINUS || (code >= ZERO && code <= NINE)) {
      number.lastIndex = at;
      const [literal] = number.exec(text);
      if (depth === 1 && Object.hasOwn(literals, name)) literals[name] = literal;
      at += literal.length - 1;
    } else if (OPENING.includes(code)) {
      depth += 1;
    } else if (CLOSING.includes(code)) {
      depth -= 1;
    }
  }
  return literals;
}

function closingQuote(text, opening) {
  let end = text.indexOf('"', opening + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

/** Behind an odd number of backslashes. */
function isEscaped(text, at) {
  let before = at;
  while (text[before - 1] === '\\') before -= 1;
  return (at - before) % 2 === 1;
}

const nameOf = (string) => (string.includes('\\') ? JSON.parse(`"${string}"`) : string);
