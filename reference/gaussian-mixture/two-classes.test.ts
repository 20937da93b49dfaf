import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loss as lossOf } from '../losses/index.ts';
import type { LossKind } from '../losses/loss.ts';
import type { Estimate } from '../numerics/estimate.ts';
import { normalCdf, normalDensity } from '../numerics/normal.ts';
import { integrate } from '../numerics/quadrature.ts';
import { real } from '../real.fixture.ts';
import { discriminantError, hebbError, isotropicBayesError } from './limits.ts';
import { certifiedAveragesAt } from './margin-averages.ts';
import { problems } from './models.fixture.ts';
import { classProbabilities, type MixtureProblem, signs } from './problem.ts';
import { average } from './spectrum.ts';
import { type MixtureFixedPoint, mixtureFixedPoint } from './two-classes.ts';

const kinds: readonly LossKind[] = ['square', 'logistic', 'hinge'];
const wide = { lambda: [1e-8, 1e6], alpha: [1e-2, 1e2] } as const;
const few = { numRuns: 6, interruptAfterTimeLimit: 20_000 };

const near = (a: Estimate, b: Estimate, extra = 0): void => {
  expect(Math.abs(a.value - b.value)).toBeLessThanOrEqual(
    a.error + b.error + extra * Math.abs(b.value),
  );
};

const all = (r: MixtureFixedPoint): readonly Estimate[] => [
  r.overlap,
  ...r.norm,
  ...r.susceptibility,
  r.bias,
  r.weightNorm,
  r.trainingLoss,
  r.generalisationError,
  r.trainingError,
];

/** One covariance, balanced. */
const plain = (loss: LossKind, alpha: number, lambda: number): MixtureProblem => ({
  loss,
  alpha,
  lambda,
  bias: 'free',
  probability: 0.5,
  spectrum: { weights: [0.3, 0.7], plus: [1.5, 0.4], minus: [1.5, 0.4], mean: [0.6, 1.2] },
});

/** E g(x(u), f(u)) over the margins of class c, by brute force over u. */
function brute(
  problem: MixtureProblem,
  r: MixtureFixedPoint,
  c: 0 | 1,
  g: (x: number, f: number) => number,
): number {
  const { proximal } = lossOf(problem.loss);
  const V = r.susceptibility[c].value;
  const deviation = Math.sqrt(r.norm[c].value);
  const mean = r.overlap.value + signs[c] * r.bias.value;
  const marks = [1, 1 - V, 0, -V, -V / 2].map((u) => (u - mean) / deviation);
  for (let z = -12; z <= 12; z++) marks.push(z);
  const inside = marks.filter((z) => z >= -12 && z <= 12).sort((a, b) => a - b);
  return integrate((z) => {
    const { point, force } = proximal(mean + deviation * z, V);
    return normalDensity(z) * g(point, force);
  }, inside).value;
}

describe.each(kinds)('two clusters, %s loss', (kind) => {
  it('solves the equations as they are written', () => {
    fc.assert(
      fc.property(problems(kind), (problem) => {
        const r = mixtureFixedPoint(problem);
        const { alpha, lambda, spectrum } = problem;
        const { weights, plus, minus, mean: t } = spectrum;
        const p = classProbabilities(problem);
        const of = signs.map((y, c) =>
          lossOf(kind).averages(
            { mean: r.overlap.value + y * r.bias.value, variance: r.norm[c].value },
            r.susceptibility[c].value,
          ),
        );
        const hat = (name: 'force' | 'squaredForce' | 'curvature', c: number): number =>
          alpha * p[c] * of[c][name];
        const conjugate = hat('force', 0) + hat('force', 1);
        const D = (j: number): number =>
          lambda + hat('curvature', 0) * plus[j] + hat('curvature', 1) * minus[j];
        const N = (j: number): number =>
          conjugate ** 2 * t[j] +
          hat('squaredForce', 0) * plus[j] +
          hat('squaredForce', 1) * minus[j];
        const right = [
          conjugate * average(weights, (j) => t[j] / D(j)),
          average(weights, (j) => (plus[j] * N(j)) / D(j) ** 2),
          average(weights, (j) => (minus[j] * N(j)) / D(j) ** 2),
          average(weights, (j) => plus[j] / D(j)),
          average(weights, (j) => minus[j] / D(j)),
          average(weights, (j) => N(j) / D(j) ** 2),
          p[0] * of[0].loss + p[1] * of[1].loss,
        ];
        const left = [r.overlap, ...r.norm, ...r.susceptibility, r.weightNorm, r.trainingLoss];
        left.forEach((e, i) => {
          expect(Math.abs(e.value - right[i])).toBeLessThan(4 * e.error + 1e-11 * right[i]);
        });
        if (problem.bias === 'free')
          expect(Math.abs(p[0] * of[0].force - p[1] * of[1].force)).toBeLessThan(
            1e-9 * p[0] * of[0].force,
          );
        else expect(r.bias).toEqual({ value: 0, error: 0 });
      }),
      few,
    );
  });

  it('virial: α Σ p E[f x] = λ‖w‖²/d, by quadrature over the margin', () => {
    fc.assert(
      fc.property(problems(kind, { lambda: [1e-2, 10], alpha: [0.2, 5] }), (problem) => {
        const r = mixtureFixedPoint(problem);
        const p = classProbabilities(problem);
        let [virial, size] = [0, 0];
        for (const c of [0, 1] as const) {
          virial += problem.alpha * p[c] * brute(problem, r, c, (x, f) => f * x);
          size += problem.alpha * p[c] * brute(problem, r, c, (x, f) => Math.abs(f * x));
        }
        expect(Math.abs(virial - problem.lambda * r.weightNorm.value)).toBeLessThan(1e-11 * size);
      }),
      few,
    );
  });

  it('envelope: d(α E_t + λ‖w‖²/2d)/dλ = ‖w‖²/2d', () => {
    fc.assert(
      fc.property(problems(kind), (problem) => {
        let noise = 0;
        const at = (shift: number): number => {
          const lambda = problem.lambda * Math.exp(shift);
          const { trainingLoss, weightNorm } = mixtureFixedPoint({ ...problem, lambda });
          noise += problem.alpha * trainingLoss.error + (lambda * weightNorm.error) / 2;
          return problem.alpha * trainingLoss.value + (lambda * weightNorm.value) / 2;
        };
        const h = 0.004;
        const slope = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
        const { weightNorm } = mixtureFixedPoint(problem);
        expect(Math.abs(slope - (problem.lambda * weightNorm.value) / 2)).toBeLessThan(
          noise / h + 1e-7 * problem.lambda * weightNorm.value,
        );
      }),
      { ...few, numRuns: 3 },
    );
  });

  it('λ → ∞ is the Hebb rule, with corrections of order 1/λ', () => {
    for (const alpha of [0.05, 1, 20]) {
      const problem = plain(kind, alpha, 1e6);
      const { generalisationError } = mixtureFixedPoint(problem);
      const expected = hebbError(alpha, problem.spectrum).value;
      expect(Math.abs(generalisationError.value / expected - 1)).toBeLessThan(
        (20 * (1 + alpha)) / 1e6,
      );
      expect(generalisationError.error).toBeLessThan(1e-11 * expected);
    }
  });

  it('α → ∞ is Fisher’s discriminant, approached as 1/α', () => {
    const gap = (alpha: number): number => {
      const problem = plain(kind, alpha, 1);
      return (
        mixtureFixedPoint(problem).generalisationError.value -
        discriminantError(problem.spectrum).value
      );
    };
    const [near, far] = [gap(1e3), gap(1e4)];
    expect(far).toBeGreaterThan(0);
    expect(near / far).toBeGreaterThan(8);
    expect(near / far).toBeLessThan(12);
    expect(far).toBeLessThan(1e-3);
  });

  it('isotropic clusters: never below the Bayes error, and at it for λ → ∞', () => {
    fc.assert(
      fc.property(
        real(-1, 1.5),
        fc.double({ min: 0.1, max: 3, noNaN: true }),
        real(-4, 2),
        (logAlpha, variance, logLambda) => {
          const alpha = 10 ** logAlpha;
          const problem = (lambda: number): MixtureProblem => ({
            ...plain(kind, alpha, lambda),
            spectrum: { weights: [1], plus: [variance], minus: [variance], mean: [1] },
          });
          const bayes = isotropicBayesError(alpha, variance);
          const { generalisationError: e } = mixtureFixedPoint(problem(10 ** logLambda));
          expect(e.value).toBeGreaterThanOrEqual(bayes.value - bayes.error - e.error);
          const strong = mixtureFixedPoint(problem(1e8)).generalisationError;
          expect(Math.abs(strong.value / bayes.value - 1)).toBeLessThan(1e-5);
        },
      ),
      few,
    );
  });

  it('exchanging the classes changes the sign of b and nothing else', () => {
    fc.assert(
      fc.property(problems(kind, wide), (problem) => {
        const { weights, plus, minus, mean } = problem.spectrum;
        const r = mixtureFixedPoint(problem);
        const s = mixtureFixedPoint({
          ...problem,
          probability: 1 - problem.probability,
          spectrum: { weights, plus: minus, minus: plus, mean },
        });
        const exchanged = {
          ...s,
          norm: [s.norm[1], s.norm[0]],
          susceptibility: [s.susceptibility[1], s.susceptibility[0]],
          bias: { value: -s.bias.value, error: s.bias.error },
        } as const;
        // 1 − p is rounded once
        all(r).forEach((e, i) => {
          near(e, all(exchanged)[i], 1e-12);
        });
      }),
      few,
    );
  });

  it('measures: X → cX with λ → c²λ changes neither error nor loss nor b; splitting a block nothing', () => {
    fc.assert(
      fc.property(
        problems(kind, wide),
        fc.double({ min: 0.3, max: 3, noNaN: true }),
        (problem, c) => {
          const { weights, plus, minus, mean } = problem.spectrum;
          const times = (x: readonly number[]): number[] => x.map((v) => c * c * v);
          const r = mixtureFixedPoint(problem);
          const s = mixtureFixedPoint({
            ...problem,
            lambda: c * c * problem.lambda,
            spectrum: { weights, plus: times(plus), minus: times(minus), mean: times(mean) },
          });
          for (const name of [
            'overlap',
            'bias',
            'generalisationError',
            'trainingLoss',
            'trainingError',
          ] as const)
            near(r[name], s[name], 1e-13);
          const split = (x: readonly number[]): number[] => [x[0], ...x];
          const halved = mixtureFixedPoint({
            ...problem,
            spectrum: {
              weights: [weights[0] / 2, weights[0] / 2, ...weights.slice(1)],
              plus: split(plus),
              minus: split(minus),
              mean: split(mean),
            },
          });
          all(r).forEach((e, i) => {
            near(e, all(halved)[i], 1e-13);
          });
        },
      ),
      few,
    );
  });

  it('is good to 1e-10 over the whole range, and says so', () => {
    fc.assert(
      fc.property(problems(kind, wide), (problem) => {
        const r = mixtureFixedPoint(problem);
        // With classes so unequal that a hinge nearly gives up on the smaller one, w → 0 and the equations
        // are almost free of scale: λ V ~ 1e-4 is all that sets it, and rounding is amplified by 1/λV
        const promise = kind === 'hinge' ? 1e-9 : 1e-10;
        for (const e of [r.overlap, ...r.norm, ...r.susceptibility, r.weightNorm])
          expect(e.error).toBeLessThan(promise * e.value);
        expect(r.generalisationError.error).toBeLessThan(promise * r.generalisationError.value);
        // The training loss is below that of w = 0 with the best of b ∈ {0, ±1}
        const { value } = lossOf(kind);
        const p = problem.probability;
        const constant = (b: number): number => p * value(b) + (1 - p) * value(-b);
        const best = problem.bias === 'free' ? Math.min(...[0, 1, -1].map(constant)) : value(0);
        const penalty = (problem.lambda * r.weightNorm.value) / (2 * problem.alpha);
        expect(r.trainingLoss.value + penalty).toBeLessThanOrEqual(best * (1 + 1e-12));
      }),
      few,
    );
  });

  it('without a mean there is nothing to learn', () => {
    const base = plain(kind, 2, 0.5);
    const r = mixtureFixedPoint({ ...base, spectrum: { ...base.spectrum, mean: [0, 0] } });
    expect(r.overlap.value).toBe(0);
    expect(Math.abs(r.generalisationError.value - 0.5)).toBeLessThanOrEqual(
      r.generalisationError.error,
    );
    expect(r.weightNorm.value).toBeGreaterThan(0);
  });
});

describe('two clusters', () => {
  it('square loss: q and the error peak where n = d', () => {
    const at = (alpha: number) => mixtureFixedPoint(plain('square', alpha, 1e-6));
    expect(at(1).norm[0].value).toBeGreaterThan(10 * at(0.7).norm[0].value);
    expect(at(1).norm[0].value).toBeGreaterThan(10 * at(1.4).norm[0].value);
    expect(at(1).generalisationError.value).toBeGreaterThan(at(0.7).generalisationError.value);
    expect(at(1).generalisationError.value).toBeGreaterThan(at(1.4).generalisationError.value);
  });

  it('the bias is known no better than the pull of either class, over the slope of both', () => {
    const problem: MixtureProblem = {
      loss: 'logistic',
      alpha: 3,
      lambda: 1,
      bias: 'free',
      probability: 0.47,
      spectrum: { weights: [0.1, 0.9], plus: [0.1, 0.1], minus: [2, 1.2], mean: [2, 0.2] },
    };
    const { overlap, norm, susceptibility, bias } = mixtureFixedPoint(problem);
    const p = classProbabilities(problem);
    const of = signs.map((y, c) =>
      certifiedAveragesAt(
        lossOf('logistic'),
        { gap: -overlap.value - y * bias.value, variance: norm[c].value },
        susceptibility[c].value,
      ),
    );
    const sum = (term: (c: number) => number): number => p[0] * term(0) + p[1] * term(1);
    const pull = sum((c) => of[c].force.error);
    expect(bias.error).toBeGreaterThan(pull / sum((c) => of[c].curvature.value));
  });

  it('hinge: equal weights, unlike covariances, strong penalty: b sits between the tails of both', () => {
    const { bias, norm, overlap } = mixtureFixedPoint({
      loss: 'hinge',
      alpha: 2,
      lambda: 1e5,
      bias: 'free',
      probability: 0.5,
      spectrum: { weights: [1], plus: [1], minus: [0.25], mean: [1] },
    });
    // The last idle samples balance: (1 − m − b)/√q₊ = (1 − m + b)/√q₋ to leading order
    const [a, b] = [Math.sqrt(norm[0].value), Math.sqrt(norm[1].value)];
    const expected = ((1 - overlap.value) * (b - a)) / (a + b);
    expect(Math.abs(bias.value / expected - 1)).toBeLessThan(1e-3);
  });

  const unlike = (alpha: number, lambda: number, probability: number): MixtureProblem => ({
    loss: 'hinge',
    alpha,
    lambda,
    bias: 'free',
    probability,
    spectrum: { weights: [1], plus: [0.3], minus: [1.5], mean: [1] },
  });

  it('hinge: many samples of a rare class are ignored at every λ, and not just before', () => {
    for (const lambda of [1e-8, 1, 1e6]) {
      const { overlap, weightNorm, bias, generalisationError, trainingLoss } = mixtureFixedPoint(
        unlike(30, lambda, 0.05),
      );
      expect([overlap.value, weightNorm.value, bias.value]).toEqual([0, 0, -1]);
      expect([generalisationError.value, trainingLoss.value]).toEqual([0.05, 0.1]);
    }
    // So rare that the threshold of the frequent class lies where its forces are those of a far tail
    const { weightNorm, generalisationError } = mixtureFixedPoint(unlike(1e25, 1, 1e-20));
    expect([weightNorm.value, generalisationError.value]).toEqual([0, 1e-20]);
    const norms = [4, 8, 12].map((alpha) => mixtureFixedPoint(unlike(alpha, 1, 0.05)).weightNorm);
    for (const { value } of norms) expect(value).toBeGreaterThan(0);
  });

  it('hinge: towards the α at which the weights vanish they do so continuously', () => {
    for (const [probability, mean] of [
      [0.05, 0.5],
      [0.3, 0.05],
    ] as const) {
      const norm = (alpha: number): number =>
        mixtureFixedPoint({
          loss: 'hinge',
          alpha,
          lambda: 1,
          bias: 'free',
          probability,
          spectrum: { weights: [1], plus: [1], minus: [1.1], mean: [mean] },
        }).weightNorm.value;
      // The last α with weights
      let [some, none] = [1, 100];
      expect(norm(none)).toBe(0);
      for (let step = 0; step < 12; step++) {
        const middle = Math.sqrt(some * none);
        if (norm(middle) > 0) some = middle;
        else none = middle;
      }
      expect(norm(0.99 * some)).toBeLessThan(0.03 * norm(some / 2));
      expect(norm(0.8 * some)).toBeGreaterThan(0.03 * norm(some / 2));
    }
  });

  it('hinge: errors are numbers where nearly all pull with full force, or losses underflow', () => {
    for (const problem of [unlike(1, 0.01, 0.3), unlike(1, 10, 0.5), unlike(13, 100, 0.5)])
      for (const { value, error } of all(mixtureFixedPoint(problem)))
        expect(error).toBeLessThanOrEqual(1e-10 * Math.abs(value) + 1e-300);
  });

  it('a direction in which nothing differs does not help to tell the classes apart', () => {
    const still = { weights: [0.5, 0.5], plus: [2, 0], minus: [2, 0], mean: [3, 0] };
    expect(discriminantError(still).value).toBeCloseTo(normalCdf(-Math.sqrt(0.75)), 14);
  });

  it('refuses what it cannot mean', () => {
    const good = plain('logistic', 1, 1);
    const bad = (change: Partial<MixtureProblem>) => () =>
      mixtureFixedPoint({ ...good, ...change });
    expect(bad({ alpha: 0 })).toThrow(/alpha must be/);
    expect(bad({ lambda: -1 })).toThrow(/lambda must be/);
    expect(bad({ probability: 1 })).toThrow(/probability must be/);
    expect(bad({ bias: 'yes' as 'free' })).toThrow(/"free" or "none"/);
    expect(bad({ loss: 'cubic' as 'hinge' })).toThrow(/"hinge"/);
    const spectrum = good.spectrum;
    expect(bad({ spectrum: { ...spectrum, weights: [0.5, 0.6] } })).toThrow(/sum of/);
    expect(bad({ spectrum: { ...spectrum, plus: [1] } })).toThrow(/length of spectrum.plus/);
    expect(bad({ spectrum: { ...spectrum, minus: [0, 0] } })).toThrow(/spectrum.minus/);
    expect(bad({ spectrum: { ...spectrum, mean: [1, -1] } })).toThrow(/spectrum.mean\[1\]/);
  });
});
