/** What a gate says of a run; reports show it, and the exit code follows from it. */

export interface GateVerdict {
  readonly name: string;
  readonly verdict: 'pass' | 'fail' | 'no-data';
  readonly sentence: string;
}
