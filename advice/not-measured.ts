/** Thrown where a line cannot be measured; the text completes "not measured, because …". */
export class NotMeasured extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'NotMeasured';
  }
}
