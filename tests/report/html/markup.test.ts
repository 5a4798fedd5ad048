import { expect, test } from '@jest/globals';
import { embeddedJson, escaped, joined, markup } from '../../../src/report/html/markup.ts';

test('what is put into a template is escaped, markup is not', () => {
  const bold = markup`<b>${'<&>'}</b>`;
  expect(markup`<p title="${'"\''}">${bold}${7}</p>`.text).toBe(
    '<p title="&quot;&#39;"><b>&lt;&amp;&gt;</b>7</p>',
  );
  expect(markup`${[bold, bold]}`.text).toBe(joined([bold, bold]).text);
});

test('control codes, turns of direction and half characters are replaced, emoji are not', () => {
  expect(escaped('a\u001b[31m\u0000b\u202ec\u2066d \ud83d 👩‍🔬')).toBe('a�[31m�b�c�d � 👩‍🔬');
  expect(escaped('a\nb\u2028c')).toBe('a\nb c');
});

test('embedded JSON cannot end its element and reads back as it was', () => {
  const value = { text: '</script><!-- & \u2028 \u202e \u009b \ud83d 😀', list: [1, null] };
  const { text } = embeddedJson(value);
  expect(text).not.toMatch(/[<>&\u2028\u202e\u009b]/);
  expect(JSON.parse(text)).toEqual(value);
});
