/** A figure: what there is to see, the drawings, what they mean, and their numbers as a table. */
import { type Markup, markup, NOTHING } from './markup.ts';

export interface Figure {
  /** Unique in the page. */
  readonly id: string;
  /** What there is to see. */
  readonly title: string;
  readonly drawings: readonly Markup[];
  /** `wide`: alone in a line; `scroll`: and wider than a screen; `grid`: side by side where there is room. */
  readonly layout: 'wide' | 'scroll' | 'grid';
  /** Sign and word of each colour. */
  readonly legend?: Markup;
  readonly caption: string;
  readonly table: Markup;
}

export function figure({ id, title, drawings, layout, legend, caption, table }: Figure): Markup {
  return markup`<figure id="${id}" aria-labelledby="${id}-t"><h3 id="${id}-t">${title}</h3>
${legend ?? NOTHING}${placed(layout, drawings, title)}
<figcaption>${caption}</figcaption>
<details><summary>The numbers as a table<span class="sr">: ${title}</span></summary>
${table}</details></figure>
`;
}

function placed(layout: Figure['layout'], drawings: readonly Markup[], title: string): Markup {
  // What scrolls must be in reach of the keyboard.
  return layout === 'scroll'
    ? markup`<div class="wide" tabindex="0" role="group" aria-label="${title}">${drawings}</div>`
    : markup`<div class="${layout}">${drawings}</div>`;
}

export interface Section {
  readonly id: string;
  readonly title: string;
  /** In a word, for the way there. */
  readonly short: string;
  /** `half`: beside another one where there is room for both. */
  readonly width: 'half' | 'full';
  readonly content: Markup;
}

export function section({ id, title, width, content }: Section): Markup {
  return markup`<section id="${id}" class="${width}" aria-labelledby="${id}-h"><h2 id="${id}-h">${title}</h2>
${content}</section>
`;
}

/** Each a sign with its colour, and a word. */
export function legendOf(
  entries: readonly { readonly sign: Markup; readonly word: string }[],
): Markup {
  const items = entries.map(({ sign, word }) => markup`<li>${sign} ${word}</li>`);
  return markup`<ul class="legend">${items}</ul>
`;
}
