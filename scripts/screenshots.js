/**
 * Makes the pictures of docs/reading-the-report.md anew, of a run and of what it is compared with:
 * `node scripts/screenshots.js RESULTS/BASE RESULTS/RUN`, two folders of runs. Needs Chromium and pngquant.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findChromium, HOW_TO_INSTALL, startChromium } from './chromium.js';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const IMAGES = path.join(ROOT, 'docs', 'images');
/** Some hold and some do not, in most runs. */
const THRESHOLDS = ['throughput>=10k', 'rust-*:* p99<5ms'];
const MARGIN_PX = 12;

const DESK = { width: 1100, colorScheme: 'light' };
const WIDE = { width: 1240, colorScheme: 'light' };
const NARROW = { width: 700, colorScheme: 'light' };
const DARK = { width: 1100, colorScheme: 'dark' };
const PHONE = { width: 390, colorScheme: 'light' };

/**
 * A page; how it is looked at; the parts that are shown (together with what lies between them); what is
 * clicked before.
 */
const PICTURES = [
  { name: 'top', page: 'run', view: DESK, parts: ['header', '#matrix', '#limits'] },
  { name: 'gates', page: 'gates', view: NARROW, parts: ['#gates'], click: '#gates summary' },
  {
    ...{ name: 'matrix-p99-dark', page: 'run', view: DARK, parts: ['#matrix'] },
    click: '#matrix label[for$="p99"]',
  },
  { name: 'rankings', page: 'run', view: WIDE, parts: ['#rankings .rankings'] },
  {
    ...{ name: 'intervals', page: 'run', view: DESK },
    parts: ['#interval-throughput', '#ratio-p99-at-rate-ns'],
  },
  { name: 'percentiles', page: 'run', view: DESK, parts: ['#percentile-curves'] },
  { name: 'time', page: 'run', view: DESK, parts: ['#throughput-over-time'] },
  { name: 'cost', page: 'run', view: DESK, parts: ['#cost-cpu'] },
  { name: 'memory', page: 'run', view: DESK, parts: ['#over-time-rss'] },
  { name: 'compare', page: 'compare', view: DESK, parts: ['header', '#versus-1'] },
  { name: 'phone', page: 'run', view: PHONE, parts: ['header', '#matrix .panel-throughput svg'] },
];

const [base, run] = process.argv.slice(2);
const executable = findChromium();
if (base === undefined || run === undefined) end(2, 'usage: node scripts/screenshots.js BASE RUN');
else if (executable === undefined) end(3, HOW_TO_INSTALL);
else if (spawnSync('pngquant', ['--version']).error !== undefined)
  end(3, 'this needs pngquant: install it (Debian: apt-get install pngquant)');
else await makePictures(executable, base, run);

/** @param {number} exitCode @param {string} message */
function end(exitCode, message) {
  console.error(message);
  process.exit(exitCode);
}

/** @param {string} executable @param {string} base @param {string} run */
async function makePictures(executable, base, run) {
  mkdirSync(IMAGES, { recursive: true });
  const folder = mkdtempSync(path.join(tmpdir(), 'pairbench-pictures-'));
  const browser = await startChromium(executable);
  try {
    const gates = THRESHOLDS.flatMap((threshold) => ['--threshold', threshold]);
    const pages = {
      run: page(path.join(folder, 'run.html'), ['report', run]),
      gates: page(path.join(folder, 'gates.html'), ['report', run, ...gates]),
      compare: page(path.join(folder, 'compare.html'), ['compare', base, run]),
    };
    for (const picture of PICTURES) await take(browser, pages[picture.page], picture);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

/** As a user makes it; exit codes tell of the run, not of the page. @param {string} file @param {string[]} words */
function page(file, words) {
  const command = [path.join(ROOT, 'bin', 'pairbench.js'), ...words, '--export-html', file];
  const { stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' });
  if (!existsSync(file)) throw new Error(`no page was made by ${words.join(' ')}: ${stderr}`);
  return pathToFileURL(file).href;
}

/** @param {import('playwright-core').Browser} browser @param {string} url */
async function take(browser, url, { name, view, parts, click }) {
  const { width, colorScheme } = view;
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
  try {
    const shown = await context.newPage();
    await shown.goto(url);
    if (click !== undefined) await shown.locator(click).first().click();
    const file = path.join(IMAGES, `${name}.png`);
    const clip = await around(shown, parts, width);
    await shown.screenshot({ path: file, fullPage: true, clip });
    compress(file);
    console.error(`${path.relative(ROOT, file)}  ${Math.ceil(statSync(file).size / 1000)} kB`);
  } finally {
    await context.close();
  }
}

/** To 256 colours, a third of the bytes; it cannot be seen. @param {string} file */
function compress(file) {
  const args = ['--speed', '1', '--strip', '--force', '--output', file, file];
  const { status, stderr } = spawnSync('pngquant', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`pngquant failed: ${stderr}`);
}

/** @param {import('playwright-core').Page} shown @param {string[]} parts @param {number} width */
async function around(shown, parts, width) {
  await shown.evaluate('scrollTo({ top: 0, behavior: "instant" })');
  const boxes = [];
  for (const part of parts) {
    const box = await shown.locator(part).first().boundingBox();
    if (box === null) throw new Error(`the page has no ${part} that can be seen`);
    boxes.push(box);
  }
  const x = Math.max(0, Math.min(...boxes.map((box) => box.x)) - MARGIN_PX);
  const y = Math.max(0, Math.min(...boxes.map((box) => box.y)) - MARGIN_PX);
  const right = Math.max(...boxes.map((box) => box.x + box.width)) + MARGIN_PX;
  const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + MARGIN_PX;
  return { x, y, width: Math.min(width, right) - x, height: bottom - y };
}
