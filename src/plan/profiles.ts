/** Named sets of defaults for how long and how often each pair is measured. */

export interface Profile {
  readonly rounds: number;
  readonly warmup_ms: number;
  readonly duration_ms: number | null;
  readonly requests: number | null;
  readonly connections: number;
  /** Half-widths of the intervals of ratios that end a pass early; null: all rounds are measured. */
  readonly throughput_precision: number | null;
  readonly p99_precision: number | null;
  readonly about: string;
}

export const PROFILES = {
  quick: {
    rounds: 3,
    warmup_ms: 500,
    duration_ms: 2000,
    requests: null,
    connections: 100,
    throughput_precision: null,
    p99_precision: null,
    about: '3 rounds of 2 s',
  },
  standard: {
    rounds: 10,
    warmup_ms: 1000,
    duration_ms: 5000,
    requests: null,
    connections: 100,
    throughput_precision: null,
    p99_precision: null,
    about: '10 rounds of 5 s',
  },
  rigorous: {
    rounds: 30,
    warmup_ms: 1000,
    duration_ms: 5000,
    requests: null,
    connections: 100,
    throughput_precision: 0.02,
    p99_precision: 0.05,
    about: 'up to 30 rounds of 5 s, until ratios are known to 2 %, P99 to 5 %',
  },
  guide: {
    rounds: 3,
    warmup_ms: 500,
    duration_ms: null,
    requests: 5000,
    connections: 100,
    throughput_precision: null,
    p99_precision: null,
    about: '3 rounds of 5000 requests',
  },
} as const satisfies Record<string, Profile>;

export type ProfileName = keyof typeof PROFILES;

export const PROFILE_NAMES = Object.keys(PROFILES) as ProfileName[];
