/**
 * @stdlib's single functions are CommonJS and are imported by their full path, so that only what is
 * used is loaded (the package index costs more than a second at start-up). Their own declarations
 * sit in another folder, where module resolution does not find them: hence these.
 */
declare module '@stdlib/math/base/special/*' {
  const f: (...x: number[]) => number;
  export default f;
}
declare module '@stdlib/stats/base/dists/*' {
  const f: (...x: number[]) => number;
  export default f;
}
declare module '@stdlib/stats/binomial-test/lib/index.js' {
  type Alternative = 'two-sided' | 'less' | 'greater';
  export default function binomialTest(
    successes: number,
    trials: number,
    options: { readonly p?: number; readonly alternative?: Alternative; readonly alpha?: number },
  ): { readonly pValue: number; readonly ci: readonly [number, number] };
}
declare module '@stdlib/stats/kstest/lib/index.js' {
  type Alternative = 'two-sided' | 'less' | 'greater';
  export default function kstest(
    sample: readonly number[],
    cdf: (x: number) => number,
    options: { readonly alternative?: Alternative; readonly alpha?: number },
  ): { readonly pValue: number; readonly statistic: number };
}
