import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minimise } from '../empirical-risk/minimiser/index.ts';
import { normalDensity } from '../numerics/normal.ts';
import { integrate } from '../numerics/quadrature.ts';
import { philoxStream } from '../numerics/random.ts';
import { activationFunction } from './activation.ts';
import { type ActivationKind, activationCoefficients, activationKinds } from './coefficients.ts';
import {
  drawManifold,
  drawSamples,
  equivalentMoments,
  featureModels,
  featuresOf,
  measuredMoments,
  viewOf,
} from './ensemble.ts';

const kinds = fc.constantFrom(...activationKinds);

describe('activation functions', () => {
  it.each(activationKinds)('%s has the moments of its coefficients', (kind) => {
    const f = activationFunction(kind);
    const { kappa0, kappa1, kappaStar } = activationCoefficients(kind);
    const average = (g: (z: number) => number) =>
      integrate((z) => normalDensity(z) * g(z), [-12, -4, 0, 4, 12]).value;
    expect(average(f)).toBeCloseTo(kappa0.value, 11);
    expect(average((z) => z * f(z))).toBeCloseTo(kappa1.value, 11);
    const rest = kappa0.value ** 2 + kappa1.value ** 2 + kappaStar.value ** 2;
    expect(average((z) => f(z) ** 2)).toBeCloseTo(rest, 11);
  });

  it('refuses what it does not know', () => {
    expect(() => activationFunction('softplus' as ActivationKind)).toThrow(
      'activation coefficients: activation must be "erf"',
    );
  });
});

describe('the student’s field beside the teacher’s', () => {
  const view = { latentOverlap: 0.6, latentNorm: 0.8, weightNorm: 1.5, sum: 0.7 };

  it('errs in the angle between them where its mean is zero', () => {
    const { overlap, norm, generalisationError } = equivalentMoments(
      { kappa0: 0, kappa1: 0.5, kappaStar: 0.4 },
      view,
    );
    expect(overlap).toBeCloseTo(0.3, 15);
    expect(norm).toBeCloseTo(0.25 * 0.8 + 0.16 * 1.5, 15);
    expect(generalisationError).toBeCloseTo(Math.acos(overlap / Math.sqrt(norm)) / Math.PI, 14);
  });

  it('errs more for a mean of either sign, and continuously so', () => {
    const at = (kappa0: number) =>
      equivalentMoments({ kappa0, kappa1: 0.5, kappaStar: 0.4 }, view).generalisationError;
    expect(at(1e-7)).toBeCloseTo(at(0), 9);
    expect(at(0.5)).toBeGreaterThan(at(0));
    expect(at(-0.5)).toBeCloseTo(at(0.5), 12);
    expect(at(1e3)).toBeCloseTo(0.5, 9);
  });
});

describe('the drawn hidden manifold', () => {
  const draw = (kind: ActivationKind, model: (typeof featureModels)[number], seed: number) => {
    const stream = philoxStream(seed);
    const manifold = drawManifold({ features: 60, latent: 40 }, stream.fork(1));
    const features = featuresOf(kind, model);
    return { manifold, features, stream };
  };

  it('has features that answer latent fields, and labels that are their signs', () =>
    fc.assert(
      fc.property(kinds, fc.constantFrom(...featureModels), fc.nat(1e6), (kind, model, seed) => {
        const { manifold, features, stream } = draw(kind, model, seed);
        const samples = drawSamples(manifold, features, 50, stream.fork(2));
        const length = manifold.teacher.reduce((sum, x) => sum + x * x, 0);
        expect(length).toBeCloseTo(40, 10);
        samples.fields.forEach((nu, mu) => {
          expect(samples.labels[mu]).toBe(Math.sign(nu));
        });
        // the same draws
        expect(drawSamples(manifold, features, 50, stream.fork(2))).toEqual(samples);
      }),
      { numRuns: 20 },
    ));

  it('is the same for linear features either way', () => {
    const { manifold, stream } = draw('linear', 'non-linear', 3);
    const samples = featureModels.map((model) =>
      drawSamples(manifold, featuresOf('linear', model), 30, stream.fork(2)),
    );
    expect(samples[0].fields).toEqual(samples[1].fields);
    samples[0].inputs.data.forEach((x, k) => {
      expect(x).toBeCloseTo(samples[1].inputs.data[k], 14);
    });
  });

  it.each(activationKinds)('%s: features have the second moments of the model', (kind) => {
    const { kappa0, kappa1, kappaStar } = activationCoefficients(kind);
    for (const model of featureModels) {
      const { manifold, features, stream } = draw(kind, model, 11);
      const n = 4000;
      const { inputs, fields } = drawSamples(manifold, features, n, stream.fork(2));
      const [p, d] = [60, 40];
      let [first, second, cross, expectedCross] = [0, 0, 0, 0];
      for (let i = 0; i < p; i++) {
        const row = manifold.projection.data.subarray(i * d, (i + 1) * d);
        const overlap = row.reduce((sum, x, k) => sum + x * manifold.teacher[k], 0) / Math.sqrt(d);
        let covariance = 0;
        for (let mu = 0; mu < n; mu++) {
          const x = Math.sqrt(p) * inputs.data[mu * p + i];
          first += x;
          second += x * x;
          covariance += x * fields[mu];
        }
        cross += (covariance / n) * overlap;
        expectedCross += kappa1.value * overlap * overlap;
      }
      // entries of F fluctuate: |F_i|² = 1 ± √(2/d) in each of 60 rows, 3 % together; of which three
      const power = kappa0.value ** 2 + kappa1.value ** 2 + kappaStar.value ** 2;
      expect(Math.abs(first / (n * p) - kappa0.value)).toBeLessThan(0.02);
      expect(Math.abs(second / (n * p) / power - 1)).toBeLessThan(0.1);
      expect(Math.abs(cross / expectedCross - 1)).toBeLessThan(0.1);
    }
  });

  it('of Gaussian features: the exact moments are those that fresh samples show', () =>
    fc.assert(
      fc.property(kinds, fc.nat(1e6), (kind, seed) => {
        const { manifold, stream } = draw(kind, 'gaussian-equivalent', seed);
        const { kappa0, kappa1, kappaStar } = activationCoefficients(kind);
        // an intercept that matters
        const constants = {
          kappa0: kappa0.value + 0.5,
          kappa1: kappa1.value,
          kappaStar: kappaStar.value,
        };
        const training = drawSamples(manifold, constants, 90, stream.fork(2));
        const { weights } = minimise('square', 0.1, training.inputs, training.labels);
        const exact = equivalentMoments(constants, viewOf(manifold, weights));
        const n = 8000;
        const seen = measuredMoments(drawSamples(manifold, constants, n, stream.fork(3)), weights);
        const { overlap: M, norm: Q, generalisationError: e } = exact;
        // five standard deviations each: 1.7e-6 for a run of three, times 15 runs
        expect(Math.abs(seen.overlap - M)).toBeLessThan(5 * Math.sqrt((2 * Q + M * M) / n));
        expect(Math.abs(seen.norm - Q)).toBeLessThan(5 * Q * Math.sqrt(2 / n));
        expect(Math.abs(seen.generalisationError - e)).toBeLessThan(
          5 * Math.sqrt((e * (1 - e)) / n),
        );
      }),
      { numRuns: 15 },
    ));

  it('refuses sizes that are none', () => {
    expect(() => drawManifold({ features: 3, latent: 0 }, philoxStream(1))).toThrow('latent');
    expect(() => drawManifold({ features: 2.5, latent: 3 }, philoxStream(1))).toThrow('features');
  });
});

it('moments of a handful of samples, by hand', () => {
  const samples = {
    inputs: { rows: 3, columns: 2, data: Float64Array.of(1, 0, 2, -1, 0, 4) },
    fields: Float64Array.of(1, -2, 0.5),
    labels: Float64Array.of(1, -1, 1),
  };
  // z = 2, 3, 4: mean 3, variance 1
  expect(measuredMoments(samples, Float64Array.of(2, 1))).toEqual({
    overlap: (2 - 6 + 2) / 3,
    norm: 1,
    generalisationError: 1 / 3,
  });
});
