/** Which part of a program a sample belongs to, from the names of its object and of its function; pure. */

export interface Sample {
  /** File that holds the code, as perf names it: `[kernel.kallsyms]`, `libcurl.so.4.8.0`. */
  readonly object: string;
  readonly symbol: string;
  /** Of all samples of the program, 0 to 1. */
  readonly share: number;
}

export interface Part {
  readonly name: string;
  readonly share: number;
}

const KERNEL = 'kernel';

/** `crate` of `<crate::Type as other::Trait>::function` and of `crate::module::function`. */
function leadingPath(symbol: string): string | null {
  return (
    /^[<&*(\s]*(?:mut |dyn )?([A-Za-z_]\w*)(?:\[[0-9a-f]+\])?(?:<[^:]*)?::/.exec(symbol)?.[1] ??
    null
  );
}

/** `net/http` of `net/http.(*Transport).roundTrip`, `runtime` of `runtime.mallocgc`. */
function goPackage(symbol: string): string | null {
  return /^((?:[\w.~-]+\/)*[\w~-]+)\.(?:\(|[A-Za-z_])/.exec(symbol)?.[1] ?? null;
}

/** The library inside a program that was linked into one file; its file where the name does not tell. */
export function partOf({ object, symbol }: Pick<Sample, 'object' | 'symbol'>): string {
  if (object.startsWith('[kernel') || object === '[vdso]') return KERNEL;
  return leadingPath(symbol) ?? goPackage(symbol) ?? object;
}

/** Largest first; those below `least` are one part, the last. */
export function partsOf(samples: readonly Sample[], least: number): Part[] {
  const shares = new Map<string, number>();
  for (const sample of samples) {
    const name = partOf(sample);
    shares.set(name, (shares.get(name) ?? 0) + sample.share);
  }
  const parts = [...shares].map(([name, share]) => ({ name, share }));
  const large = parts.filter(({ share }) => share >= least).sort((a, b) => b.share - a.share);
  const rest = parts
    .filter(({ share }) => share < least)
    .reduce((sum, { share }) => sum + share, 0);
  return rest > 0 ? [...large, { name: 'the rest', share: rest }] : large;
}
