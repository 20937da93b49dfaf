import { OutOfReach } from './attempt.ts';
import { type Lesson, learn } from './teacher-student.ts';

const points = 11;

/**
 * The λ of the smallest error rate, by trying: a scan of ln λ, and then the stationary point of the
 * polynomial through eleven error rates around it, for two widths whose difference bounds the error.
 */
export function bestPenalty(lesson: Omit<Lesson, 'lambda'>) {
  const rate = (x: number) => {
    const { result, error } = learn({ ...lesson, lambda: Math.exp(x) });
    return { value: result.generalisationError, error: error.generalisationError };
  };
  const scan = Array.from({ length: 10 }, (_, i) => -4 + i);
  const heights = scan.map((x) => rate(x).value);
  const low = heights.indexOf(Math.min(...heights));
  if (low === 0 || low === scan.length - 1) throw new OutOfReach('no best penalty in sight');
  const [left, middle, right] = [-1, 0, 1].map((k) => heights[low + k]);
  const vertex = scan[low] + (left - right) / (2 * (left - 2 * middle + right));
  const wide = stationary((x) => rate(x).value, vertex, 0.5);
  const narrow = stationary((x) => rate(x).value, wide.at, 0.25);
  const seen = rate(narrow.at);
  // a rate is rounded, and a slope is a difference of rates over the window
  const noise = (40 * (seen.error + 1e-16)) / (0.25 * narrow.curvature);
  const off = 4 * Math.abs(narrow.at - wide.at) + noise;
  const lambda = Math.exp(narrow.at);
  return {
    result: { lambda, generalisationError: seen.value },
    error: {
      lambda: lambda * off,
      generalisationError: seen.error + narrow.curvature * off ** 2,
    },
  };
}

/** Where the polynomial through Chebyshev points of [centre − width, centre + width] is stationary. */
function stationary(f: (x: number) => number, centre: number, width: number) {
  const nodes = Array.from({ length: points }, (_, k) => Math.cos((Math.PI * (k + 0.5)) / points));
  // Newton's divided differences
  const table = nodes.map((t) => f(centre + width * t));
  for (let order = 1; order < points; order++)
    for (let k = points - 1; k >= order; k--)
      table[k] = (table[k] - table[k - 1]) / (nodes[k] - nodes[k - order]);
  let t = 0;
  let bend = 0;
  for (let step = 0; step < 50; step++) {
    // value, slope and half the second derivative by Horner's scheme
    let [value, slope, half] = [table[points - 1], 0, 0];
    for (let k = points - 2; k >= 0; k--) {
      half = half * (t - nodes[k]) + slope;
      slope = slope * (t - nodes[k]) + value;
      value = value * (t - nodes[k]) + table[k];
    }
    bend = 2 * half;
    if (!(bend > 0)) throw new OutOfReach('the error rate is not convex there');
    const change = slope / bend;
    t -= change;
    if (Math.abs(change) < 1e-15) break;
  }
  if (!(Math.abs(t) <= 1.5)) throw new OutOfReach('the optimum is outside of the window');
  return { at: centre + width * t, curvature: bend / width ** 2 };
}
