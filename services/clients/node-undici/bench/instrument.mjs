// What a request costs only because it is measured: a look at the clock, and what is recorded. (The look that
// begins a round trip also stamps the order, which would be stamped without measuring, too.)
// Prints the line that services/README.md describes.
import { nowNs } from '../src/clock.mjs';
import { Phases } from '../src/phases.mjs';

const SAMPLES = 1_000_000;
const REPEATS = 7;
const LATENCIES = 2 ** 16;
const SETTINGS = { warmup_ms: 0, duration_ms: 3_600_000, rate_per_s: null };

const normal = () =>
  Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());

/** Round trips in ns around 300 us with a long tail. */
const rttsNs = Array.from({ length: LATENCIES }, () =>
  Math.round(300e3 * Math.exp(0.5 * normal())),
);
/** The server has a tenth of each. */
const serversNs = rttsNs.map((rttNs) => Math.round(rttNs / 10));

function nsPerRequest() {
  const phases = new Phases(nowNs(), SETTINGS, null);
  let sentNs = nowNs();
  // CPU time, as that of the client is: what else the machine does is not in it.
  const before = process.cpuUsage();
  for (let i = 0; i < SAMPLES; i += 1) {
    const timeNs = nowNs();
    const fromNs = sentNs - rttsNs[i % LATENCIES];
    phases.succeeded(timeNs, timeNs - fromNs, serversNs[i % LATENCIES], sentNs - fromNs);
    sentNs = timeNs;
  }
  const { user, system } = process.cpuUsage(before);
  if (phases.account().rtt_ns.count !== SAMPLES) throw new Error('not every sample was recorded');
  return ((user + system) * 1000) / SAMPLES;
}

nsPerRequest(); // compiled by then, as in the window of a client
const ns_per_request = Array.from({ length: REPEATS }, nsPerRequest);
console.log(JSON.stringify({ ns_per_request, samples: SAMPLES }));
