import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { z } from 'zod';
import { findChromium, HOW_TO_INSTALL, startChromium } from '../../../scripts/chromium.js';
import type { RunResult } from '../../../src/analyse/result.ts';
import type { RunsComparison } from '../../../src/analyse/versus/comparison.ts';
import { renderComparisonHtml } from '../../../src/report/html/comparison-page.ts';
import { renderHtml } from '../../../src/report/html/page.ts';
import { comparison } from '../comparison-fixture.ts';
import { forced, gated, hostileComparison, twoRuns } from './comparison-pages.ts';
import { bad, faulty, hostile, large } from './pages.ts';
import { plotsOf } from './plot-fixture.ts';

const PAGES: Readonly<Record<string, () => string>> = {
  complete: () => pageOf(comparison()),
  faulty: () => pageOf(faulty()),
  hostile: () => pageOf(hostile(), hostileComparison(bad)),
  wide: () => pageOf(large(1, 10)),
  gated: () => {
    const { run, comparison: baseline } = gated();
    return renderHtml(run.result, run.plots(), baseline);
  },
  compared: () => renderComparisonHtml(twoRuns()),
  forced: () => renderComparisonHtml(forced()),
  'hostile comparison': () => renderComparisonHtml(hostileComparison(bad)),
};

function pageOf(result: RunResult, baseline: RunsComparison | null = null): string {
  return renderHtml(result, plotsOf(result), baseline);
}

const VIEWS = [360, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);

const executable = findChromium();

if (executable === undefined && process.env.CI === undefined) {
  // The reporter does not name what is skipped.
  process.stderr.write(`skipped: pages in a browser; ${HOW_TO_INSTALL}\n`);
  describe.skip(`pages in a browser: ${HOW_TO_INSTALL}`, () => {
    test('are looked at', () => undefined);
  });
} else
  describe('pages in a browser', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'pairbench-pages-'));
    let browser: Browser;

    beforeAll(async () => {
      if (executable === undefined) throw new Error(HOW_TO_INSTALL);
      for (const [name, render] of Object.entries(PAGES)) writeFileSync(fileOf(name), render());
      browser = await startChromium(executable);
    });

    afterAll(async () => {
      if (executable !== undefined) await browser.close();
      rmSync(folder, { recursive: true });
    });

    function fileOf(name: string): string {
      return path.join(folder, `${name}.html`);
    }

    async function look<T>(
      name: string,
      options: BrowserContextOptions,
      eyes: (page: Page, heard: string[]) => Promise<T>,
    ): Promise<T> {
      const context = await browser.newContext(options);
      try {
        const page = await context.newPage();
        const heard: string[] = [];
        page.on('console', (message) => heard.push(`console: ${message.text()}`));
        page.on('pageerror', (error) => heard.push(`error: ${error.message}`));
        page.on('request', (request) => heard.push(`request: ${request.url()}`));
        await page.goto(pathToFileURL(fileOf(name)).href);
        return await eyes(page, heard);
      } finally {
        await context.close();
      }
    }

    describe.each(Object.keys(PAGES))('%s', (name) => {
      test.each(VIEWS)('at $width px, $colorScheme', async ({ width, colorScheme }) => {
        const viewport = { width, height: 800 };
        await look(name, { viewport, colorScheme }, async (page, heard) => {
          await openTables(page);
          expect(heard).toEqual([`request: ${pathToFileURL(fileOf(name)).href}`]);
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        });
      });
    });

    test.each([
      ['complete', 'light', 360],
      ['complete', 'dark', 360],
      ['faulty', 'light', 360],
      ['wide', 'dark', 360],
      ['gated', 'light', 360],
      ['gated', 'dark', 1280],
      ['compared', 'light', 360],
      ['compared', 'dark', 360],
      ['compared', 'light', 1280],
      ['forced', 'dark', 1280],
      ['hostile comparison', 'light', 360],
    ] as const)(
      'axe-core finds nothing in %s, %s, at %i px',
      async (name, colorScheme, width) => {
        await look(name, { viewport: { width, height: 800 }, colorScheme }, async (page) => {
          await openTables(page);
          expect(await violations(page)).toEqual([]);
        });
      },
      180_000,
    );

    test('the matrix is switched without a script', async () => {
      await look('complete', { javaScriptEnabled: false }, async (page) => {
        const panel = page.locator('.panel-p99');
        expect(await panel.isVisible()).toBe(false);
        await page.getByText('P99 at equal load', { exact: true }).first().click();
        expect(await panel.isVisible()).toBe(true);
        expect(await page.locator('.panel-throughput').isVisible()).toBe(false);
      });
    });

    test('each run of a comparison has switches of its own', async () => {
      await look('forced', { javaScriptEnabled: false }, async (page) => {
        await page.locator('label[for=versus-1-show-cpu]').click();
        expect(await page.locator('#versus-1-matrix-cpu').isVisible()).toBe(true);
        expect(await page.locator('#versus-1-matrix-throughput').isVisible()).toBe(false);
      });
      await look('gated', { javaScriptEnabled: false }, async (page) => {
        await page.locator('label[for=versus-1-show-p99]').click();
        expect(await page.locator('#versus-1-matrix-p99').isVisible()).toBe(true);
        expect(await page.locator('#matrix-throughput').isVisible()).toBe(true);
      });
    });

    test('it is switched by keys, too', async () => {
      await look('complete', {}, async (page) => {
        await page.locator('#show-throughput').focus();
        await page.keyboard.press('ArrowRight');
        expect(await page.locator('.panel-p50').isVisible()).toBe(true);
      });
    });

    test('paper shows every panel and every table', async () => {
      await look('complete', {}, async (page) => {
        await page.emulateMedia({ media: 'print' });
        for (const panel of await page.locator('.panel').all())
          expect(await panel.isVisible()).toBe(true);
        for (const table of await page.locator('details table').all())
          expect((await table.boundingBox())?.height).toBeGreaterThan(20);
      });
    });

    test('both themes have colours of their own', async () => {
      const colours = await Promise.all(
        (['light', 'dark'] as const).map((colorScheme) =>
          look('complete', { colorScheme }, (page) =>
            page.evaluate('getComputedStyle(document.body).backgroundColor'),
          ),
        ),
      );
      expect(colours[0]).not.toEqual(colours[1]);
    });
  });

async function openTables(page: Page): Promise<void> {
  await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true })');
}

const axeResult = z.object({
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
});

/** What axe-core finds, each rule with its first places. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  // Places that are in order are not described, nor a selector made for any: on a large page most of the time.
  const options = JSON.stringify({ resultTypes: ['violations'], selectors: false });
  const found = axeResult.parse(await page.evaluate(`axe.run(document, ${options})`));
  return found.violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .slice(0, 3)
        .map(({ html }) => html.slice(0, 200))
        .join(' | ')}`,
  );
}
