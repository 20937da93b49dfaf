/**
 * The explicit Runge–Kutta method DOP853 of Hairer, Nørsett and Wanner for autonomous flows dy/dt = f(y): order 8,
 * twelve stages, with embedded estimates of orders 5 and 3 for the error of a step,
 *
 *   error = h e₅²/√(e₅² + 0.01 e₃²),   in the root mean square over coordinates, relative to that of y,
 *
 * so that nothing depends on the axes or the unit of y. Steps end exactly at the times asked for. What is
 * conserved (a norm) may be restored after each step; a step that raises a potential that can only fall is
 * rejected like one of too large an error.
 *
 * Source: E. Hairer, S. P. Nørsett and G. Wanner, Solving Ordinary Differential Equations I (1993), II.10.
 */
import { ConvergenceError, DomainError } from '../errors.ts';

/** Row i: the weights of the velocities of the earlier stages, from `a[i][0]`. */
const a: readonly (readonly number[])[] = [
  [],
  [0.05260015195876773],
  [0.0197250569845379, 0.0591751709536137],
  [0.02958758547680685, 0, 0.08876275643042054],
  [0.2413651341592667, 0, -0.8845494793282861, 0.924834003261792],
  [0.037037037037037035, 0, 0, 0.17082860872947386, 0.12546768756682242],
  [0.037109375, 0, 0, 0.17025221101954405, 0.06021653898045596, -0.017578125],
  [
    0.03709200011850479, 0, 0, 0.17038392571223998, 0.10726203044637328, -0.015319437748624402,
    0.008273789163814023,
  ],
  [
    0.6241109587160757, 0, 0, -3.3608926294469414, -0.868219346841726, 27.59209969944671,
    20.154067550477894, -43.48988418106996,
  ],
  [
    0.47766253643826434, 0, 0, -2.4881146199716677, -0.590290826836843, 21.230051448181193,
    15.279233632882423, -33.28821096898486, -0.020331201708508627,
  ],
  [
    -0.9371424300859873, 0, 0, 5.186372428844064, 1.0914373489967295, -8.149787010746927,
    -18.52006565999696, 22.739487099350505, 2.4936055526796523, -3.0467644718982196,
  ],
  [
    2.273310147516538, 0, 0, -10.53449546673725, -2.0008720582248625, -17.9589318631188,
    27.94888452941996, -2.8589982771350235, -8.87285693353063, 12.360567175794303,
    0.6433927460157636,
  ],
];
/** The solution, and the two estimates of its error. */
const b = [
  0.054293734116568765, 0, 0, 0, 0, 4.450312892752409, 1.8915178993145003, -5.801203960010585,
  0.3111643669578199, -0.1521609496625161, 0.20136540080403034, 0.04471061572777259,
];
const e3 = [
  -0.18980075407240762, 0, 0, 0, 0, 4.450312892752409, 1.8915178993145003, -5.801203960010585,
  -0.4226823213237919, -0.1521609496625161, 0.20136540080403034, 0.02265179219836082,
];
const e5 = [
  0.01312004499419488, 0, 0, 0, 0, -1.2251564463762044, -0.4957589496572502, 1.6643771824549864,
  -0.35032884874997366, 0.3341791187130175, 0.08192320648511571, -0.022355307863886294,
];
const stages = 12;

export interface Flow {
  /** Writes f(y); returns the potential that the flow descends, or 0. */
  velocity(y: Float64Array, f: Float64Array): number;
  /** Puts y back on its manifold, in place. */
  retract?(y: Float64Array): void;
  /** By how much the potential may seem to rise from this value, for rounding. Absent: it is not watched. */
  rounding?(potential: number): number;
}

export interface FlowOptions {
  /** Of the error of a step. */
  readonly tolerance: number;
  /** What the error is relative to (default: the root mean square of y). */
  readonly scale?: number;
  /** Steps, tried ones included, before giving up (default 100 000). */
  readonly maxSteps?: number;
}

export interface Trajectory {
  /** y at each of the times. */
  readonly states: readonly Float64Array[];
  /** The potential there. */
  readonly potentials: readonly number[];
  readonly steps: number;
}

/** Throws unless the times are finite, not negative and increasing. */
export function requireTimes(where: string, times: ArrayLike<number>): void {
  if (times.length === 0) throw new DomainError(where, 'times', '[]', 'a non-empty list');
  for (let k = 0; k < times.length; k++) {
    const t = times[k];
    if (!(Number.isFinite(t) && t >= 0))
      throw new DomainError(where, `times[${k}]`, t, 'finite and >= 0');
    if (k > 0 && t <= times[k - 1])
      throw new DomainError(where, `times[${k}]`, t, `> ${times[k - 1]}, the time before`);
  }
}

const rootMeanSquare = (y: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < y.length; i++) sum += y[i] * y[i];
  return Math.sqrt(sum / y.length);
};

/** Follows a flow from t = 0 through the given times. */
export function followFlow(
  flow: Flow,
  start: ArrayLike<number>,
  times: ArrayLike<number>,
  { tolerance, scale, maxSteps = 100_000 }: FlowOptions,
): Trajectory {
  requireTimes('followFlow', times);
  const n = start.length;
  let y: Float64Array = Float64Array.from(start);
  let next: Float64Array = new Float64Array(n);
  const k = Array.from({ length: stages }, (): Float64Array => new Float64Array(n));
  let ahead: Float64Array = new Float64Array(n);
  const states: Float64Array[] = [];
  const potentials: number[] = [];
  const size = (x: Float64Array): number => scale ?? rootMeanSquare(x);

  let potential = flow.velocity(y, k[0]);
  let t = 0;
  let h = firstStep(flow, y, k[0], size(y), tolerance);
  let steps = 0;
  for (let index = 0; index < times.length; index++) {
    const end = times[index];
    while (t < end) {
      if (++steps > maxSteps)
        throw new ConvergenceError(
          'followFlow',
          `the flow needs more than ${maxSteps} steps to t = ${end}; it is at t = ${t}`,
        );
      // The last step of a stretch lands on its end; the one before is shortened, not to leave a sliver.
      const left = end - t;
      const last = h >= left;
      const step = last ? left : h > 0.5 * left ? 0.5 * left : h;
      if (!(t + step > t)) throw new ConvergenceError('followFlow', `steps vanish at t = ${t}`);
      for (let s = 1; s < stages; s++) {
        combine(y, k, a[s], step, next);
        flow.velocity(next, k[s]);
      }
      combine(y, k, b, step, next);
      const defect = errorOf(k, step);
      // Where nothing moves, nothing is wrong, not even relative to y = 0.
      const error = defect === 0 ? 0 : defect / (tolerance * Math.max(size(y), size(next)));
      const small = error <= 1;
      let fell = true;
      let there = 0;
      if (small) {
        flow.retract?.(next);
        there = flow.velocity(next, ahead);
        fell = flow.rounding === undefined || there <= potential + flow.rounding(potential);
      }
      if (!(small && fell && Number.isFinite(there))) {
        h =
          step *
          (error > 1 && Number.isFinite(error) ? Math.max(0.2, 0.9 * error ** (-1 / 8)) : 0.2);
        continue;
      }
      t = last ? end : t + step;
      [y, next] = [next, y];
      [k[0], ahead] = [ahead, k[0]];
      potential = there;
      const factor = Math.min(6, Math.max(0.3, 0.9 * Math.max(error, 1e-12) ** (-1 / 8)));
      // A step cut short says nothing against the longer one that was planned.
      h = last ? Math.max(h, step * factor) : step * factor;
    }
    states.push(y.slice());
    potentials.push(potential);
  }
  return { states, potentials, steps };
}

/** y + h Σ_s weights_s k_s. */
function combine(
  y: Float64Array,
  k: readonly Float64Array[],
  weights: readonly number[],
  h: number,
  out: Float64Array,
): void {
  out.fill(0);
  for (let s = 0; s < weights.length; s++) {
    const weight = weights[s];
    if (weight === 0) continue;
    const ks = k[s];
    for (let i = 0; i < out.length; i++) out[i] += weight * ks[i];
  }
  for (let i = 0; i < out.length; i++) out[i] = y[i] + h * out[i];
}

function errorOf(k: readonly Float64Array[], h: number): number {
  const n = k[0].length;
  let third = 0;
  let fifth = 0;
  for (let i = 0; i < n; i++) {
    let x3 = 0;
    let x5 = 0;
    for (let s = 0; s < stages; s++) {
      x3 += e3[s] * k[s][i];
      x5 += e5[s] * k[s][i];
    }
    third += x3 * x3;
    fifth += x5 * x5;
  }
  if (fifth === 0) return 0;
  return (h * fifth) / Math.sqrt(n * (fifth + 0.01 * third));
}

/** Hairer's guess: from |y|, |f| and the change of f over a small step. */
function firstStep(
  flow: Flow,
  y: Float64Array,
  f: Float64Array,
  size: number,
  tolerance: number,
): number {
  const speed = rootMeanSquare(f);
  if (speed === 0) return Number.POSITIVE_INFINITY;
  const trial = (0.01 * size) / speed;
  const moved = y.map((x, i) => x + trial * f[i]);
  const image = new Float64Array(y.length);
  flow.velocity(moved, image);
  const turn = rootMeanSquare(image.map((x, i) => x - f[i])) / trial;
  const fastest = Math.max(speed, turn * trial) / size;
  return Math.min(100 * trial, (0.01 * tolerance) ** (1 / 8) / fastest);
}
