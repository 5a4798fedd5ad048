/** What a gate or threshold says of a run; without data a gate is not passed. */
export interface GateVerdict {
  readonly name: string;
  readonly verdict: 'pass' | 'fail' | 'no-data';
  /** Why, in one plain sentence. */
  readonly sentence: string;
}
