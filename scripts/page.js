/** Writes the HTML page of a run, to be looked at: `node scripts/page.js JOURNAL PAGE.html`. */
import { writeFileSync } from 'node:fs';
import { makeReady } from './bootstrap.js';

const [journal, page] = process.argv.slice(2);
if (journal === undefined || page === undefined) {
  console.error('usage: node scripts/page.js JOURNAL PAGE.html');
  process.exit(2);
}
makeReady();
const { analysedRun } = await import('../dist/src/analyse/run.js');
const { readJournal } = await import('../dist/src/journal/read-journal.js');
const { renderHtml } = await import('../dist/src/report/html/page.js');
const { result, plots } = analysedRun(readJournal(journal).entries);
writeFileSync(page, renderHtml(result, plots(), null));
