/** The kernel's notation for CPU sets, `0-3,8`. */

/** Sorted, each CPU once; null when the text is not in this notation. */
export function parseCpuList(text: string): number[] | null {
  const runs: [number, number][] = [];
  for (const part of text.trim().split(',')) {
    const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part.trim());
    if (match === null) return null;
    const first = Number(match[1]);
    const last = Number(match[2] ?? match[1]);
    if (last < first) return null;
    runs.push([first, last]);
  }
  const cpus: number[] = [];
  // By their beginnings: a CPU that many runs have is gone over once.
  for (const [first, last] of runs.sort(([a], [b]) => a - b))
    for (let cpu = Math.max(first, (cpus.at(-1) ?? -1) + 1); cpu <= last; cpu += 1) cpus.push(cpu);
  return cpus;
}

/** `CPU 0`, `CPUs 0-3`. */
export function nameCpus(cpus: readonly number[]): string {
  return `${cpus.length === 1 ? 'CPU' : 'CPUs'} ${formatCpuList(cpus)}`;
}

export function formatCpuList(cpus: readonly number[]): string {
  const runs: { first: number; last: number }[] = [];
  for (const cpu of [...cpus].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && cpu === run.last + 1) run.last = cpu;
    else runs.push({ first: cpu, last: cpu });
  }
  return runs
    .map((run) => (run.first === run.last ? `${run.first}` : `${run.first}-${run.last}`))
    .join(',');
}
