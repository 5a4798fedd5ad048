/** What each service is to reach, on one core a side; of a service without a line the ratio is only shown. */
import { atLeast, type Wanted } from '../table.ts';

/** The leanest server, and the leanest client. */
export const REFERENCE = 'reference';

/** Throughput as a ratio to wrk with a static body, both against the reference server. */
export const CLIENTS: Readonly<Record<string, Wanted | null>> = {
  'rust-hyper': atLeast(0.9),
  'rust-reqwest': atLeast(0.6),
  'cpp-beast': atLeast(0.76),
  'cpp-cpr': atLeast(0.46),
  'go-nethttp': atLeast(0.32),
  'node-undici': atLeast(0.3),
  'python-aiohttp': atLeast(0.145),
  'python-aiohttp@session': atLeast(0.145),
  'python-httpx': null,
  [REFERENCE]: null,
};

/** Throughput as a ratio to the reference server, both under wrk. */
export const SERVERS: Readonly<Record<string, Wanted | null>> = {
  'rust-actix': atLeast(0.78),
  'go-gin': atLeast(0.4),
  'python-fastapi': atLeast(0.062),
  'node-http': null,
};
