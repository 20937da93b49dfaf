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
