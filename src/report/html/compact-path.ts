/** Paths of lines in as few letters as say the same to a tenth of a pixel: each step relative to the last. */

const LINES_ONLY = /^(?:[MLZ]|-?\d+(?:\.\d+)?|,)*$/;
const STEP = /([MLZ])(?:(-?[\d.]+),(-?[\d.]+))?/g;

export function compactPath(path: string): string {
  if (path === '' || !LINES_ONLY.test(path) || path.includes('Z')) return path;
  let [lastX, lastY] = [0, 0];
  let [text, before] = ['', ''];
  for (const [, command = '', x = '', y = ''] of path.matchAll(STEP)) {
    const [toX, toY] = [Math.round(Number(x) * 10), Math.round(Number(y) * 10)];
    const step = pairOf(toX - lastX, toY - lastY);
    if (command === 'M') text += `${text === '' ? 'M' : 'm'}${step}`;
    else if (before === 'M') text += `l${step}`;
    else text += step.startsWith('-') ? step : ` ${step}`;
    [lastX, lastY, before] = [toX, toY, command];
  }
  return text;
}

function pairOf(x: number, y: number): string {
  const second = tenths(y);
  return `${tenths(x)}${second.startsWith('-') ? '' : ','}${second}`;
}

/** `-.5`, `12`, `3.4`. */
function tenths(value: number): string {
  return String(value / 10).replace(/^(-?)0\./, '$1.');
}
