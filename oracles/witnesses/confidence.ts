/**
 * Hoeffding's inequality: the mean of `draws` independent variables within a range of length `range`
 * is farther than this from its expectation with probability at most `falseAlarm` (both sides).
 */
export const hoeffding = (range: number, draws: number, falseAlarm: number): number =>
  range * Math.sqrt(Math.log(2 / falseAlarm) / (2 * draws));

/**
 * The same for the difference of two such means of one expectation, within a range of length 1: of the
 * `draws` and `others` independent terms each contributes the square of its range, 1/draws² or 1/others².
 */
export const hoeffdingApart = (draws: number, others: number, falseAlarm: number): number =>
  Math.sqrt((Math.log(2 / falseAlarm) * (1 / draws + 1 / others)) / 2);

/**
 * Bernstein's inequality for the mean of `draws` independent indicators of which `hits` were seen: with
 * p the true probability, |p̂ − p| > √(2 p (1−p) L / n) + L/(3 n), L = ln(2/falseAlarm), has probability
 * at most `falseAlarm`. Solved for the largest p that p̂ does not exclude, by iteration from 1/2.
 */
export function bernstein(hits: number, draws: number, falseAlarm: number): number {
  const L = Math.log(2 / falseAlarm);
  const seen = hits / draws;
  let bound = 1;
  for (let step = 0; step < 100; step++) {
    // the variance p (1−p) is largest at the p nearest 1/2 that is still possible
    const p = Math.min(Math.max(0.5, seen - bound), seen + bound, 1);
    bound = Math.sqrt((2 * p * (1 - p) * L) / draws) + L / (3 * draws);
  }
  return bound;
}
