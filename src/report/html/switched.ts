/** Panels of which one is seen at a time, chosen without a script; on paper all of them. */
import { joined, type Markup, markup, NOTHING } from './markup.ts';

export interface Panel {
  /** One of those that the style knows. */
  readonly id: 'throughput' | 'p50' | 'p99' | 'cpu' | 'memory';
  readonly word: string;
  readonly content: Markup;
}

/** `name`: unique in the page; `legend`: what is chosen. A panel alone stands as it is. */
export function switched(name: string, legend: string, panels: readonly Panel[]): Markup {
  const [first, ...others] = panels;
  if (first !== undefined && others.length === 0) return first.content;
  const switches = panels.map(
    ({ id, word }, index) =>
      markup`<input type="radio" class="show-${id}" name="${name}" id="${name}-${id}"${index === 0 ? CHECKED : NOTHING}><label for="${name}-${id}">${word}</label>
`,
  );
  const contents = panels.map(
    ({ id, content }) => markup`<div class="panel panel-${id}">${content}</div>
`,
  );
  return markup`<fieldset class="switched"><legend>${legend}</legend>
${switches}${joined(contents)}</fieldset>
`;
}

const CHECKED = markup` checked`;
