/** The inverse of a symmetric positive definite matrix, by Cholesky (Golub, Van Loan, Matrix Computations, 4.2). */

export type Matrix = readonly (readonly number[])[];

/** L with L L' = matrix; throws when the matrix is not positive definite. */
function factor(matrix: Matrix): number[][] {
  const lower: number[][] = [];
  for (const [i, line] of matrix.entries()) {
    const row: number[] = [];
    for (let j = 0; j <= i; j += 1) {
      const other = j === i ? row : (lower[j] ?? []);
      let rest = line[j] ?? 0;
      for (let k = 0; k < j; k += 1) rest -= (row[k] ?? 0) * (other[k] ?? 0);
      if (j === i && !(rest > 0)) throw new RangeError('the matrix is not positive definite');
      row.push(j === i ? Math.sqrt(rest) : rest / (other[j] ?? 0));
    }
    lower.push(row);
  }
  return lower;
}

/** x with L L' x = right. */
function solve(lower: Matrix, right: readonly number[]): number[] {
  const x = [...right];
  for (const [i, row] of lower.entries()) {
    let rest = x[i] ?? 0;
    for (let k = 0; k < i; k += 1) rest -= (row[k] ?? 0) * (x[k] ?? 0);
    x[i] = rest / (row[i] ?? 0);
  }
  for (let i = lower.length - 1; i >= 0; i -= 1) {
    let rest = x[i] ?? 0;
    for (let k = i + 1; k < lower.length; k += 1) rest -= (lower[k]?.[i] ?? 0) * (x[k] ?? 0);
    x[i] = rest / (lower[i]?.[i] ?? 0);
  }
  return x;
}

export function inverse(matrix: Matrix): number[][] {
  const lower = factor(matrix);
  return matrix.map((_, column) =>
    solve(
      lower,
      matrix.map((__, row) => (row === column ? 1 : 0)),
    ),
  );
}
