/**
 * Two classes, logistic or hinge loss: the saddle-point equations
 *
 *   m̂ = α Σ p_y E f,   q̂_y = α p_y E f²,   V̂_y = α p_y E (1 − x′)/V_y       u ~ N(m + y b, q_y)
 *   D = λ + Σ V̂_y s_y,   N = m̂² t + Σ q̂_y s_y
 *   m = m̂⟨t/D⟩,   q_y = ⟨s_y N/D²⟩,   V_y = ⟨s_y/D⟩,   ‖w‖²/d = ⟨N/D²⟩
 *
 * in the unknowns (ln m, ln q_y, ln V_y); b is eliminated at every evaluation (`intercept.ts`).
 * Two classes with one covariance share q and V; without a mean (⟨t⟩ = 0), m = 0 is no unknown.
 *
 * Source: [mignacco2020]; [loureiro2021mixture].
 */
import { ConvergenceError } from '../errors.ts';
import { loss as lossOf } from '../losses/index.ts';
import type { Averages, Loss } from '../losses/loss.ts';
import type { Estimate } from '../numerics/estimate.ts';
import { balancingGap, gapsFrom, largerClass } from './intercept.ts';
import { averagesAt, certifiedAveragesAt, featureOf } from './margin-averages.ts';
import { classProbabilities, type MixtureProblem, type PerClass, signs } from './problem.ts';
import { average } from './spectrum.ts';

export interface OrderParameters {
  readonly overlap: number;
  readonly norm: PerClass<number>;
  readonly susceptibility: PerClass<number>;
}

/** The right-hand sides of the equations, and what follows from them. */
export interface Image extends OrderParameters {
  readonly bias: number;
  readonly weightNorm: number;
  readonly trainingLoss: number;
}

/** u₀ − m − y b of both classes, u₀ where the loss has its feature. */
export type Gaps = PerClass<number>;

export class Saddle {
  readonly problem: MixtureProblem;
  readonly loss: Loss;
  readonly p: PerClass<number>;
  /** b has to be found. */
  readonly biased: boolean;
  /** The means carry a signal. */
  readonly signal: boolean;
  /** One covariance for both classes. */
  private readonly shared: boolean;
  private readonly feature: number;
  private lastGap: number;

  constructor(problem: MixtureProblem) {
    const { plus, minus, mean } = problem.spectrum;
    this.problem = problem;
    this.loss = lossOf(problem.loss);
    this.feature = this.lastGap = featureOf(this.loss);
    this.p = classProbabilities(problem);
    this.shared = plus.every((s, j) => s === minus[j]);
    this.signal = mean.some((t) => t > 0);
    // Where the classes can be exchanged, b = 0
    this.biased = problem.bias === 'free' && !(this.shared && this.p[0] === this.p[1]);
  }

  get dimension(): number {
    return (this.signal ? 1 : 0) + (this.shared ? 2 : 4);
  }

  unknowns({ overlap, norm, susceptibility }: OrderParameters): Float64Array {
    const x = this.signal ? [Math.log(overlap)] : [];
    for (const c of this.shared ? [0] : [0, 1])
      x.push(Math.log(norm[c]), Math.log(susceptibility[c]));
    return Float64Array.from(x);
  }

  orderParameters(x: Float64Array): OrderParameters {
    const first = this.signal ? 1 : 0;
    const second = this.shared ? first : first + 2;
    return {
      overlap: this.signal ? Math.exp(x[0]) : 0,
      norm: [Math.exp(x[first]), Math.exp(x[second])],
      susceptibility: [Math.exp(x[first + 1]), Math.exp(x[second + 1])],
    };
  }

  gaps(state: OrderParameters): Gaps {
    const { overlap } = state;
    if (!this.biased) return [this.feature - overlap, this.feature - overlap];
    this.lastGap = balancingGap({ ...state, loss: this.loss, probabilities: this.p }, this.lastGap);
    return this.gapsFrom(overlap, this.lastGap);
  }

  /** Both gaps when that of the larger class is `gap`. */
  gapsFrom(overlap: number, gap: number): Gaps {
    return gapsFrom(this.loss, overlap, largerClass(this.p), gap);
  }

  averages({ norm, susceptibility }: OrderParameters, gaps: Gaps): PerClass<Averages<number>> {
    const of = (c: 0 | 1) =>
      averagesAt(this.loss, { gap: gaps[c], variance: norm[c] }, susceptibility[c]);
    return [of(0), of(1)];
  }

  certifiedAverages(
    { norm, susceptibility }: OrderParameters,
    gaps: Gaps,
  ): PerClass<Averages<Estimate>> {
    const of = (c: 0 | 1) =>
      certifiedAveragesAt(this.loss, { gap: gaps[c], variance: norm[c] }, susceptibility[c]);
    return [of(0), of(1)];
  }

  /** The right-hand sides, from the averages over the margins of a state with this overlap. */
  image(
    lambda: number,
    overlap: number,
    gaps: Gaps,
    [positive, negative]: PerClass<Averages<number>>,
  ): Image {
    const { alpha, spectrum } = this.problem;
    const { weights, plus, minus, mean: t } = spectrum;
    const [p0, p1] = this.p;
    const conjugate = alpha * (p0 * positive.force + p1 * negative.force);
    const denominator = (j: number): number =>
      lambda + alpha * (p0 * positive.curvature * plus[j] + p1 * negative.curvature * minus[j]);
    const numerator = (j: number): number =>
      conjugate ** 2 * t[j] +
      alpha * (p0 * positive.squaredForce * plus[j] + p1 * negative.squaredForce * minus[j]);
    const square = (j: number): number => numerator(j) / denominator(j) ** 2;
    const norm = (s: readonly number[]): number => average(weights, (j) => s[j] * square(j));
    const response = (s: readonly number[]): number =>
      average(weights, (j) => s[j] / denominator(j));
    const c = largerClass(this.p);
    return {
      overlap: conjugate * average(weights, (j) => t[j] / denominator(j)),
      norm: [norm(plus), norm(minus)],
      susceptibility: [response(plus), response(minus)],
      bias: this.biased ? signs[c] * (this.feature - overlap - gaps[c]) : 0,
      weightNorm: average(weights, square),
      trainingLoss: p0 * positive.loss + p1 * negative.loss,
    };
  }

  at(lambda: number, x: Float64Array): Image {
    const state = this.orderParameters(x);
    const gaps = this.gaps(state);
    return this.image(lambda, state.overlap, gaps, this.averages(state, gaps));
  }

  /** x − image(x); null where it cannot be had. */
  residual(lambda: number, x: Float64Array): Float64Array | null {
    if (x.some((value) => Math.abs(value) > 300)) return null;
    try {
      const image = this.unknowns(this.at(lambda, x));
      return image.map((value, i) => x[i] - value);
    } catch (error) {
      if (error instanceof ConvergenceError) return null;
      throw error;
    }
  }
}
