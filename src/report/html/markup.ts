/** HTML as a type of its own: text from outside gets into a page only escaped. */
import { withoutControls } from '../printable.ts';

export class Markup {
  readonly text: string;

  private constructor(text: string) {
    this.text = text;
  }

  /** Only for what is written in this folder or was escaped before. */
  static trusted(text: string): Markup {
    return new Markup(text);
  }
}

type Piece = Markup | string | number | readonly Markup[];

export const NOTHING = Markup.trusted('');

/** A template: strings that are put in are escaped, markup is not. */
export function markup(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  const texts = parts.map((part, index) => part + textOf(pieces[index] ?? ''));
  return Markup.trusted(texts.join(''));
}

export function joined(items: readonly Markup[], between = ''): Markup {
  return Markup.trusted(items.map(({ text }) => text).join(between));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Harmless, too: controls, marks that turn the direction of text, half characters have no place in a page. */
export function escaped(text: string): string {
  return withoutControls(text)
    .replaceAll(/[\u2028\u2029]/g, ' ')
    .replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);
}

/** As the content of a `<script type="application/json">`: it reads back as it was, and can be looked at. */
export function embeddedJson(value: unknown): Markup {
  const json = JSON.stringify(value).replaceAll(
    /[<>&\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return Markup.trusted(json);
}

function textOf(piece: Piece): string {
  if (typeof piece === 'string') return escaped(piece);
  if (typeof piece === 'number') return String(piece);
  return piece instanceof Markup ? piece.text : joined(piece).text;
}
