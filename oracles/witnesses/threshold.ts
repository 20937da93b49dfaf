import type { Witness } from '../oracle.ts';
import type { GlmThresholdParams, GlmThresholdResult } from '../types/glm.threshold.ts';
import { attempting, OutOfReach } from './attempt.ts';
import { Iteration } from './iteration.ts';

/** How fast a whisper of overlap grows. */
export const growingWhisper: Witness<GlmThresholdParams, GlmThresholdResult> = {
  id: 'growing-whisper',
  method:
    "weak recovery: growth factor per α of a small overlap under one step of state evolution (Bayes' rule on tables), extrapolated to zero overlap",
  ...attempting(({ prior, channel, kind }) => {
    if (kind !== 'weak-recovery') throw new OutOfReach('weak recovery only');
    const map = new Iteration(prior, channel, 'fine');
    if (!map.symmetric) throw new OutOfReach('zero overlap is not a fixed point');
    const { rho } = map;
    // M(r)/r → (E w²)² and A(m)/m, each extrapolated from halved steps (Richardson)
    const limit = (f: (h: number) => number, h: number) => {
      let table = Array.from({ length: 5 }, (_, k) => f(h / 2 ** k) / (h / 2 ** k));
      let last = table[table.length - 1];
      for (let k = 1; k < 5; k++) {
        last = table[table.length - 1];
        table = table.slice(1).map((b, i) => (2 ** k * b - table[i]) / (2 ** k - 1));
      }
      return { value: table[0], error: 4 * Math.abs(table[0] - last) };
    };
    const A = limit((m) => map.output(rho - m).conjugate, 8e-3 * rho);
    const M = limit((r) => map.weight(r).overlap, 8e-3 / rho);
    // labels that hardly depend on z: A drowns in the rounding of 1 − E Var/V
    if (!(A.value * rho * rho > 1e-4)) throw new OutOfReach('the whisper is too faint');
    const alpha = 1 / (A.value * M.value);
    // E Var is rounded to an ulp of V, seen through the smallest m and the weights of Richardson
    const rounding = (1e-13 * 1600) / (A.value * rho * rho) + 1e-9 * 1e-3;
    return {
      result: { alpha, overlap: 0 },
      error: {
        alpha: alpha * (A.error / A.value + M.error / M.value + rounding),
        overlap: 1e-300,
      },
    };
  }),
};

/** How many outputs a weight needs to stay where it is; the most demanding place is the fold. */
export const demandAndSupply: Witness<GlmThresholdParams, GlmThresholdResult> = {
  id: 'demand-and-supply',
  method:
    'algorithmic threshold: the largest ratio of the signal-to-noise ratio a weight needs to stay at a mean-square error to what one output supplies there, found by golden section on the error',
  ...attempting(({ prior, channel, kind }) => {
    if (kind !== 'algorithmic' || prior.kind !== 'rademacher')
      throw new OutOfReach('folds of binary weights only');
    if (!['sign', 'relu', 'probit'].includes(channel.kind)) throw new OutOfReach('not asked here');
    const demand = (map: Iteration, x: number) => {
      // V = ρ/(1 + eˣ); needed r by the secant method in ln r
      const V = map.rho / (1 + Math.exp(x));
      const miss = (t: number) => Math.log(map.weight(Math.exp(t)).meanSquareError / V);
      let [a, b] = [Math.log(0.1), Math.log(8)];
      let [fa, fb] = [miss(a), miss(b)];
      for (let i = 0; i < 60 && Math.abs(fb) > 1e-15 && fb !== fa; i++) {
        const c = Math.min(b + 1, Math.max(b - 1, b - (fb * (b - a)) / (fb - fa)));
        [a, fa] = [b, fb];
        [b, fb] = [c, miss(c)];
      }
      return Math.exp(b) / map.output(V).conjugate;
    };
    const fine = new Iteration(prior, channel, 'fine');
    const coarse = new Iteration(prior, channel, 'coarse');
    const grid = Array.from({ length: 14 }, (_, i) => -1 + 0.4 * i);
    const heights = grid.map((x) => demand(coarse, x));
    // the first local maximum from the side of no information
    const top = heights.findIndex((h, i) => i > 0 && h > heights[i - 1] && h > heights[i + 1]);
    if (top < 0) throw new OutOfReach('no fold in sight');
    const golden = (Math.sqrt(5) - 1) / 2;
    let [low, high] = [grid[top - 1], grid[top + 1]];
    let [c, d] = [high - golden * (high - low), low + golden * (high - low)];
    let [fc, fd] = [demand(coarse, c), demand(coarse, d)];
    while (high - low > 1e-3) {
      if (fc > fd) {
        [high, d, fd] = [d, c, fc];
        c = high - golden * (high - low);
        fc = demand(coarse, c);
      } else {
        [low, c, fc] = [c, d, fd];
        d = low + golden * (high - low);
        fd = demand(coarse, d);
      }
    }
    // two Newton steps sharpen the place, with derivatives from five fine values; the height is of
    // second order in it
    const h = 0.02;
    let peak = (low + high) / 2;
    let curvature = 0;
    for (let step = 0; step < 2; step++) {
      const [a, b, mid, c2, d2] = [-2, -1, 0, 1, 2].map((k) => demand(fine, peak + k * h));
      curvature = (-a + 16 * b - 30 * mid + 16 * c2 - d2) / (12 * h * h);
      peak -= (a - 8 * b + 8 * c2 - d2) / (12 * h) / curvature;
    }
    const alpha = demand(fine, peak);
    const V = fine.rho / (1 + Math.exp(peak));
    const slope = (V * (fine.rho - V)) / fine.rho;
    // what the fifth derivative leaves: h⁴/30 in units of the curve's own width, which is of order one
    const misplaced = 10 * h ** 4;
    return {
      result: { alpha, overlap: fine.rho - V },
      error: {
        alpha:
          10 * Math.abs(alpha - demand(coarse, peak)) +
          Math.abs(curvature) * misplaced ** 2 +
          1e-12 * alpha,
        overlap: slope * misplaced,
      },
    };
  }),
};
