import type { MeasureFact } from '../../src/measure/facts.ts';

/** The first of this type. */
export function factOf<Type extends MeasureFact['type']>(
  facts: readonly MeasureFact[],
  type: Type,
): Extract<MeasureFact, { type: Type }> {
  const fact = facts.find((one) => one.type === type);
  if (fact === undefined)
    throw new Error(`there is no ${type} among ${facts.map((one) => one.type).join(', ')}`);
  return fact as Extract<MeasureFact, { type: Type }>;
}
