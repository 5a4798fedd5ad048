// Loaded into the tool before itself: its wall clock is stepped by what a file says, as soon as it is there.
import { existsSync, readFileSync } from 'node:fs';

const LOOK_EVERY_MS = 20;
const offsetFile = process.env.CHAOS_CLOCK_FILE;
const RealDate = Date;
let offsetMs = 0;

if (offsetFile !== undefined)
  setInterval(() => {
    if (existsSync(offsetFile)) offsetMs = Number(readFileSync(offsetFile, 'utf8'));
  }, LOOK_EVERY_MS).unref();

globalThis.Date = class Date extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + offsetMs);
    else super(...given);
  }

  static now() {
    return RealDate.now() + offsetMs;
  }
};
