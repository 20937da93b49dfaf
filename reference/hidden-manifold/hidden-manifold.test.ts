import erf from '@stdlib/math/base/special/erf/lib/index.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ermFixedPoint } from '../empirical-risk/fixed-point.ts';
import { alphas, logUniform, losses } from '../empirical-risk/problems.fixture.ts';
import { separability } from '../empirical-risk/separability.ts';
import { cleanTeacher, labelCorrelation } from '../empirical-risk/teacher.ts';
import { DomainError } from '../errors.ts';
import { explainedVariance, meanOf, resolventAverages } from '../gaussian-covariate/spectrum.ts';
import { apart } from '../generalised-linear/models.fixture.ts';
import type { Estimate } from '../numerics/estimate.ts';
import { normalDensity } from '../numerics/normal.ts';
import { integrate } from '../numerics/quadrature.ts';
import { real } from '../real.fixture.ts';
import { type ActivationKind, activationCoefficients, activationKinds } from './coefficients.ts';
import { hiddenManifoldFixedPoint } from './fixed-point.ts';
import { marchenkoPastur } from './marchenko-pastur.ts';
import { equivalentSpectrum } from './model.ts';
import { gammas, models, projections } from './models.fixture.ts';
import { hiddenManifoldOptimalRegularisation } from './optimal-regularisation.ts';
import { hiddenManifoldSeparability } from './separability.ts';
import { moments, stieltjes } from './stieltjes.ts';

const functions: Readonly<Record<ActivationKind, (z: number) => number>> = {
  erf,
  sign: Math.sign,
  relu: (z) => Math.max(0, z),
  tanh: Math.tanh,
  linear: (z) => z,
};

const lambdas = logUniform(1e-4, 100);

describe('coefficients', () => {
  it.each(activationKinds)('%s: the three Gaussian integrals', (kind) => {
    const f = functions[kind];
    const mean = (g: (z: number) => number) =>
      integrate((z) => normalDensity(z) * g(z), [-14, -6, -3, -1, 0, 1, 3, 6, 14]);
    const { kappa0, kappa1, kappaStar } = activationCoefficients(kind);
    expect(apart(kappa0, mean(f), 1e-15)).toBeLessThanOrEqual(1);
    expect(
      apart(
        kappa1,
        mean((z) => z * f(z)),
        1e-15,
      ),
    ).toBeLessThanOrEqual(1);
    const rest = mean((z) => (f(z) - kappa0.value - kappa1.value * z) ** 2);
    expect(Math.abs(kappaStar.value ** 2 - rest.value)).toBeLessThanOrEqual(
      2 * kappaStar.value * kappaStar.error + rest.error + 1e-16,
    );
    for (const { error } of [kappa0, kappa1, kappaStar]) expect(error).toBeLessThan(1e-14);
  });
});

describe('Stieltjes transform', () => {
  it('solves its quadratic equation, and g′ is its derivative', () => {
    fc.assert(
      fc.property(gammas, logUniform(1e-6, 1e4), (gamma, z) => {
        const { value, derivative } = stieltjes(z, gamma);
        const g = value.value;
        // γ z g² + (z + 1 − γ) g − 1 = 0
        const terms = gamma * z * g * g + (z + 1 + gamma) * g + 1;
        expect(Math.abs(gamma * z * g * g + (z + 1 - gamma) * g - 1)).toBeLessThanOrEqual(
          1e-14 * terms,
        );
        const h = 1e-3 * z;
        const slope =
          (stieltjes(z - h, gamma).value.value - stieltjes(z + h, gamma).value.value) / (2 * h);
        expect(slope / derivative.value).toBeCloseTo(1, 4);
      }),
    );
  });

  it('is the integral over the law of the eigenvalues, with all its combinations', () => {
    fc.assert(
      fc.property(gammas, logUniform(1e-6, 1e4), projections, (gamma, z, projection) => {
        const law =
          projection === 'gaussian'
            ? marchenkoPastur(gamma, 0)
            : { nodes: [Math.max(1, gamma)], weights: [Math.min(1, gamma)] };
        const integral = (f: (a: number) => number) =>
          law.nodes.reduce((sum, a, i) => sum + law.weights[i] * f(a), 0) / gamma;
        const zeros = Math.max(0, 1 - 1 / gamma);
        const m = moments(z, gamma, projection);
        const close = (got: number, expected: number, name: string) =>
          expect(Math.abs(got / expected - 1), name).toBeLessThan(1e-12);
        close(m.g, integral((a) => 1 / (a + z)) + zeros / z, 'g');
        close(m.derivative, integral((a) => 1 / (a + z) ** 2) + zeros / z ** 2, "g'");
        close(
          m.first,
          integral((a) => a / (a + z)),
          'first',
        );
        close(
          m.mixed,
          integral((a) => a / (a + z) ** 2),
          'mixed',
        );
        close(
          m.second,
          integral((a) => (a / (a + z)) ** 2),
          'second',
        );
        const beyond = Math.max(0, 1 / gamma - 1);
        close(m.outside, integral((a) => z / (a + z)) + beyond, 'outside');
        close(m.outsideSquare, integral((a) => (z / (a + z)) ** 2) + beyond, 'outside squared');
      }),
    );
  });

  it('Marchenko–Pastur: mass, mean and variance', () => {
    fc.assert(
      fc.property(gammas, (gamma) => {
        const { nodes, weights } = marchenkoPastur(gamma, 0);
        const moment = (k: number) =>
          nodes.reduce((sum, a, i) => sum + (weights[i] * a ** k) / gamma, 0);
        expect(moment(0)).toBeCloseTo(Math.min(1, 1 / gamma), 12);
        expect(moment(1)).toBeCloseTo(1, 12);
        expect(moment(2) / (1 + gamma)).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe('hidden manifold', () => {
  it('spectrum: its moments, and what linear prediction explains', () => {
    fc.assert(
      fc.property(models, (model) => {
        const spectrum = equivalentSpectrum('test', model, cleanTeacher);
        const { kappa1, kappaStar } = activationCoefficients(model.activation);
        const [signal, noise] = [kappa1.value ** 2, kappaStar.value ** 2];
        expect(meanOf(spectrum, (s) => s) / (signal + noise)).toBeCloseTo(1, 12);
        expect((meanOf(spectrum, (_, t) => t) * model.gamma) / signal).toBeCloseTo(1, 12);
        if (model.projection === 'gaussian')
          expect(
            meanOf(spectrum, (s) => s * s) /
              (noise ** 2 + 2 * noise * signal + signal ** 2 * (1 + 1 / model.gamma)),
          ).toBeCloseTo(1, 12);
        const z = (model.gamma * noise) / signal;
        if (z > 0) {
          const { first } = moments(z, model.gamma, model.projection);
          expect(explainedVariance(spectrum) / first).toBeCloseTo(1, 12);
        }
      }),
    );
  });

  it('resolvents resolve a pole that touches the spectrum', () => {
    // Linear features at γ = 1: the spectrum starts at 0, the pole at z = λ/V̂
    const spectrum = equivalentSpectrum(
      'test',
      { activation: 'linear', gamma: 1, projection: 'gaussian' },
      cleanTeacher,
    );
    for (const z of [1, 1e-4, 1e-8, 1e-12]) {
      const { s, ss, s2 } = resolventAverages(spectrum, z, 1);
      const m = moments(z, 1, 'gaussian');
      expect(s / m.first).toBeCloseTo(1, 11);
      expect(ss / m.second).toBeCloseTo(1, 11);
      expect(s2 / m.mixed).toBeCloseTo(1, 11);
    }
  });

  it('linear features through an orthogonal map are the plain model at n/d', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        losses,
        alphas,
        lambdas,
        (gamma, loss, alpha, lambda) => {
          const model = { activation: 'linear', gamma, projection: 'orthogonal' } as const;
          const a = hiddenManifoldFixedPoint(model, loss, alpha, lambda);
          const b = ermFixedPoint(loss, alpha / gamma, lambda, cleanTeacher);
          for (const key of ['overlap', 'norm', 'generalisationError', 'trainingLoss'] as const)
            expect(apart(a[key], b[key], 1e-13), key).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('so do linear features through a Gaussian map as γ → 0', () => {
    const far = (gamma: number) => {
      const model = { activation: 'linear', gamma, projection: 'gaussian' } as const;
      const { norm } = hiddenManifoldFixedPoint(model, 'logistic', 2 * gamma, 0.1);
      return Math.abs(norm.value / ermFixedPoint('logistic', 2, 0.1, cleanTeacher).norm.value - 1);
    };
    expect(far(1e-4)).toBeLessThan(1e-3);
    expect(far(1e-4) / far(1e-3)).toBeCloseTo(0.1, 2);
  });

  it('the error of q_s is that of what it is made of', () => {
    fc.assert(
      fc.property(models, losses, alphas, lambdas, (model, loss, alpha, lambda) => {
        const point = hiddenManifoldFixedPoint(model, loss, alpha, lambda);
        const { overlap, norm, susceptibility } = point.conjugates;
        const relative = ({ value, error }: Estimate) => (value > 0 ? error / value : 0);
        const parts = 2 * relative(overlap) + relative(norm) + 2 * relative(susceptibility);
        expect(relative(point.latentNorm)).toBeGreaterThan(parts);
        expect(relative(point.latentNorm)).toBeLessThan(parts + 1e-12);
      }),
      { numRuns: 10 },
    );
  });

  it('Q = κ₁² q_s + κ★² q_w, M = κ₁ m_s', () => {
    fc.assert(
      fc.property(models, losses, alphas, lambdas, (model, loss, alpha, lambda) => {
        const point = hiddenManifoldFixedPoint(model, loss, alpha, lambda);
        const { kappa1, kappaStar } = activationCoefficients(model.activation);
        const Q =
          kappa1.value ** 2 * point.latentNorm.value +
          kappaStar.value ** 2 * point.weightNorm.value;
        expect(Q / point.norm.value).toBeCloseTo(1, 9);
        expect((kappa1.value * point.latentOverlap.value) / point.overlap.value).toBeCloseTo(1, 14);
      }),
      { numRuns: 40 },
    );
  });

  it('errors are no lower than those of the best linear predictor', () => {
    fc.assert(
      fc.property(models, losses, alphas, lambdas, (model, loss, alpha, lambda) => {
        const r2 = explainedVariance(equivalentSpectrum('test', model, cleanTeacher));
        const least = Math.acos(Math.min(1, Math.sqrt(r2))) / Math.PI;
        const { generalisationError } = hiddenManifoldFixedPoint(model, loss, alpha, lambda);
        expect(generalisationError.value).toBeGreaterThanOrEqual(least - 1e-8);
      }),
      { numRuns: 40 },
    );
  });

  it('λ → ∞ is the Hebb rule', () => {
    fc.assert(
      fc.property(models, losses, alphas, (model, loss, alpha) => {
        fc.pre(model.projection === 'gaussian');
        const { overlap, norm } = hiddenManifoldFixedPoint(model, loss, alpha, 1e10 * (1 + alpha));
        const { kappa1, kappaStar } = activationCoefficients(model.activation);
        const [a, b] = [kappa1.value ** 2, kappaStar.value ** 2];
        const { gamma } = model;
        const c = labelCorrelation(cleanTeacher);
        const ts = (a * b) / gamma + (a * a * (1 + gamma)) / gamma ** 2;
        const ss = b * b + 2 * a * b + a * a * (1 + 1 / gamma);
        const hebb = (Math.sqrt(alpha) * c * (a / gamma)) / Math.sqrt(alpha * c * c * ts + ss);
        expect(overlap.value / Math.sqrt(norm.value) / hebb).toBeCloseTo(1, 6);
      }),
      { numRuns: 20 },
    );
  });

  it.each([0.1, 0.5, 2])(
    'least squares peaks at n = p whatever γ = %f; the best λ does not',
    (gamma) => {
      const model = { activation: 'erf', gamma, projection: 'gaussian' } as const;
      const error = (alpha: number) =>
        hiddenManifoldFixedPoint(model, 'square', alpha, 1e-8).generalisationError.value;
      const grid = [0.5, 0.7, 0.85, 0.95, 1, 1.05, 1.15, 1.4, 2];
      const curve = grid.map(error);
      expect(grid[curve.indexOf(Math.max(...curve))]).toBe(1);
      const best = grid.map(
        (alpha) =>
          hiddenManifoldOptimalRegularisation(model, 'square', alpha).generalisationError.value,
      );
      for (let i = 1; i < best.length; i++) expect(best[i]).toBeLessThan(best[i - 1]);
    },
  );
});

describe('separability of the hidden manifold', () => {
  it('is that of a plain teacher whose noise the features do not see', () => {
    fc.assert(
      fc.property(models, real(0, 2), real(0, 0.4), (model, noiseVariance, flipProbability) => {
        const r2 = explainedVariance(equivalentSpectrum('test', model, cleanTeacher));
        fc.pre(r2 < 1 - 1e-6);
        const teacher = { secondMoment: 1, noiseVariance, flipProbability };
        const { alpha } = hiddenManifoldSeparability(model, teacher);
        const plain = { secondMoment: r2, noiseVariance: 1 - r2 + noiseVariance, flipProbability };
        // 1 − r² loses the digits that the direct formula keeps
        expect(alpha.value / separability(plain).alpha.value).toBeCloseTo(1, 8);
        expect(alpha.value).toBeGreaterThan(2);
      }),
      { numRuns: 40 },
    );
  });

  it('linear features of a smaller latent space hide nothing', () => {
    for (const projection of ['gaussian', 'orthogonal'] as const) {
      const at = (gamma: number) =>
        hiddenManifoldSeparability({ activation: 'linear', gamma, projection }).alpha.value;
      expect(at(0.5)).toBe(Infinity);
      expect(at(1)).toBe(Infinity);
      expect(at(2)).toBeCloseTo(
        separability({ secondMoment: 1, noiseVariance: 1, flipProbability: 0 }).alpha.value,
        12,
      );
    }
  });

  it('the logistic training loss stays positive above, vanishes below', () => {
    const model = { activation: 'sign', gamma: 0.5, projection: 'gaussian' } as const;
    const { value } = hiddenManifoldSeparability(model).alpha;
    const loss = (alpha: number) =>
      hiddenManifoldFixedPoint(model, 'logistic', alpha, 1e-7).trainingLoss.value;
    expect(loss(0.9 * value)).toBeLessThan(1e-3);
    expect(loss(1.1 * value)).toBeGreaterThan(3e-3);
  });
});

describe('bad input', () => {
  const model = { activation: 'erf', gamma: 0.5, projection: 'gaussian' } as const;
  it.each([
    ['activation', { ...model, activation: 'cube' as ActivationKind }],
    ['gamma', { ...model, gamma: 0 }],
    ['projection', { ...model, projection: 'sparse' as 'gaussian' }],
  ])('%s is named', (parameter, bad) => {
    for (const call of [
      () => hiddenManifoldFixedPoint(bad, 'square', 1, 1),
      () => hiddenManifoldSeparability(bad),
      () => hiddenManifoldOptimalRegularisation(bad, 'square', 1),
    ]) {
      expect(call).toThrow(DomainError);
      expect(call).toThrow(parameter);
    }
  });
  it('z and γ of the transform', () => {
    expect(() => stieltjes(0, 1)).toThrow(DomainError);
    expect(() => stieltjes(1, -1)).toThrow(DomainError);
  });
});
