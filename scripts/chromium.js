/** A real browser, for tests and pictures of pages; nothing is downloaded for it. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

export const HOW_TO_INSTALL =
  'this needs Chromium: install it (Debian: apt-get install chromium) or name it by CHROMIUM=/path/to/it';

/** Undefined: this machine has none. @returns {string | undefined} */
export function findChromium() {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const named = process.env.CHROMIUM;
  return [
    ...(named === undefined ? [] : [named]),
    ...folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name))),
  ].find((file) => existsSync(file));
}

/** @param {string} executablePath @returns {Promise<import('playwright-core').Browser>} */
export async function startChromium(executablePath) {
  // Its sandbox does not run as root.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args });
}
