/** What every page has around its sections: no script that runs, nothing to load, the way to each section. */
import { type Section, section } from './figure.ts';
import { joined, type Markup, markup } from './markup.ts';
import { STYLE } from './style.ts';
import { paragraphs } from './words.ts';

export interface Page {
  readonly title: string;
  readonly header: Markup;
  readonly sections: readonly Section[];
  readonly tool_version: string;
  /** After the version, at the end. */
  readonly footer: string;
}

/** Nothing may be loaded, and nothing may run. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export function page({ title, header, sections, tool_version, footer }: Page): Markup {
  const links = sections.map(({ id, short }) => markup`<li><a href="#${id}">${short}</a></li>`);
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="pairbench ${tool_version}">
<title>${title} - pairbench</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#${sections[0]?.id ?? ''}">To the results</a>
${header}
<nav aria-label="Sections"><ul>${links}</ul></nav>
<main>
${sections.map(section)}</main>
<footer><p>pairbench ${tool_version}, ${footer}</p></footer>
</body>
</html>
`;
}

/** What it is of, the verdict in a sentence, and under which conditions. */
export function headerOf(what: string, verdict: string, facts: readonly string[]): Markup {
  return markup`<header>
<p class="run">${what}</p>
<h1>${unbroken(verdict)}</h1>
<div class="facts">${paragraphs(facts)}</div>
</header>`;
}

/** A line does not end within an interval. */
function unbroken(text: string): Markup {
  const words = text
    .split(' ')
    .map((word) =>
      /\d-\d/.test(word) ? markup`<span class="nb">${word}</span>` : markup`${word}`,
    );
  return joined(words, ' ');
}
