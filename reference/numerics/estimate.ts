/** A number and an honest bound on its absolute error: |true − value| ≤ error. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
}
